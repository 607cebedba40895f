/**
 * Which commit the desired-state files are at. The commit's id is read from the repository's files
 * ({@code HEAD}, its branch, {@code packed-refs}); what it says and holds is asked of the program
 * {@code git}, if there is one, by commands that read objects alone: no hook, filter or monitor
 * that a repository may configure runs, and nothing is fetched.
 *
 * <p>Imports {@code desired} and the ports of {@code loop}.
 */
package dev.wildstream.git;
