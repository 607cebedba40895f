/**
 * The store on disk: one JSON file per stream, the files of the revision in force, and what
 * happened, all of it readable by a person.
 *
 * <p>Imports {@code memory}, {@code desired}, the ports of {@code loop} it implements ({@code
 * Store}, {@code RunRecords}, {@code ProbedMedia}, {@code Clock}), and Jackson, which no other room
 * but {@code surface} may. One thread writes; nothing here keeps the loop waiting or throws into it
 * because of a disk, since a full disk is never a reason to stop a stream.
 *
 * <p>Each record is kept twice: in the state folder, and before that in the runtime folder, which a
 * full or hanging disk does not reach ({@link dev.wildstream.memory.json.RuntimeCopy}). So a hub
 * that was killed while its disk was full still tells the next one which FFmpeg is its own.
 *
 * <p>Of what ffprobe said, a copy lies in the runtime folder alone ({@link
 * dev.wildstream.memory.json.JsonProbedMedia}): losing it costs a probe.
 *
 * <p>A file is replaced, never written in place: temporary file, fsync, rename, fsync of the
 * folder. So a file is either the old or the new one, whatever crashes when.
 */
package dev.wildstream.memory.json;
