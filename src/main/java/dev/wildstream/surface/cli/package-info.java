/**
 * The command line: its grammar, its defaults, its exit statuses, and how a status, an event or a
 * problem looks on a terminal.
 *
 * <p>Imports the values, {@code loop} for Clock, {@code surface}, Jackson for {@code status.json},
 * and picocli, which no other room may. What the commands do is handed in as {@link
 * dev.wildstream.surface.cli.Commands}; {@code status} alone is whole here, since it only reads a
 * file.
 */
package dev.wildstream.surface.cli;
