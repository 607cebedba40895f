/**
 * Notices that the desired-state files changed, and reads them again.
 *
 * <p>A file event is only a hint to look: what counts is the content, compared by its digest, and a
 * poll finds what no event told. The only room of directory-watcher. Imports {@code loop} (the
 * ports it implements) and {@code desired}; how a file is parsed is handed in.
 */
package dev.wildstream.watch;
