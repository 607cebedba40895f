/**
 * From the bytes of the desired-state files to a {@link dev.wildstream.desired.Revision}, or to
 * every problem in them at once. {@link dev.wildstream.desired.yaml.DesiredStateReader} is the way
 * in.
 *
 * <p>The stages, each in its own class: {@code Utf8} makes text, {@code Composer} a tree of values
 * that know their place, {@code ShapeCheck} holds the tree against the table of keys in {@code
 * Grammar}, {@code RelationCheck} looks at what two places say about each other, and {@code
 * Assembly} makes the records where nothing was found. {@code Findings} and {@code Excerpts} say
 * what was found, and show nothing that may be a secret.
 *
 * <p>Imports {@code desired}, the JDK and snakeyaml-engine, and is the only room that may import
 * the latter: what YAML looks like is nobody else's business. No file system, no clock, no log: the
 * same bytes always give the same answer, so that a refused revision can be told apart from a new
 * one.
 */
package dev.wildstream.desired.yaml;
