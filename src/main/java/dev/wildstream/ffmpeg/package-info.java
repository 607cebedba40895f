/**
 * FFmpeg and ffprobe: finding them, their command lines, their run folders, starting and ending
 * them, their progress, and what their logs mean.
 *
 * <p>Each stream has a <em>publisher</em>, which owns the RTMP session and copies what it reads
 * from a fifo, and one <em>feeder</em> after the other, each of which writes one item into that
 * fifo. They speak with the hub through the files of the stream's run folder alone, so either may
 * die without the other. {@link dev.wildstream.ffmpeg.FfmpegProcesses} starts, watches and ends
 * them. What is in playlists and files is found out in {@code library}; the test card is made in
 * {@code card}.
 *
 * <p>The hub may die without them too. Before and after each spawn it writes a {@link
 * dev.wildstream.ffmpeg.Note} into the run folder; by it, by the fifo and by the files that FFmpeg
 * writes, the next hub goes on with what runs ({@link dev.wildstream.ffmpeg.Adoption}) or ends what
 * it cannot go on with ({@link dev.wildstream.ffmpeg.Leftovers}). A process is known by its number,
 * its start ticks and the machine's boot. Whether it <em>should</em> run is decided by the loop, as
 * for any other.
 *
 * <p>Imports the ports of {@code loop}, the value rooms, {@code linux}, the JDK and slf4j. A key is
 * read where a publisher is started and nowhere before; every text that leaves this room went
 * through {@link dev.wildstream.ffmpeg.Redactor}.
 */
package dev.wildstream.ffmpeg;
