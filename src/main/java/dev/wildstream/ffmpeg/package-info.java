/**
 * FFmpeg and ffprobe: finding them, their command lines, their run folders, starting and ending
 * them, their progress, and what their logs mean.
 *
 * <p>Each stream has a <em>publisher</em>, which owns the RTMP session and copies what it reads
 * from a fifo, and one <em>feeder</em> after the other, each of which writes one item into that
 * fifo. They speak with the hub through the files of the stream's run folder alone, so either may
 * die without the other. {@link dev.wildstream.ffmpeg.FfmpegProcesses} starts, watches and ends
 * them; {@link dev.wildstream.ffmpeg.MediaLibrary} looks up playlists and probes items.
 *
 * <p>Imports the ports of {@code loop}, the value rooms, {@code linux}, the JDK and slf4j. A key is
 * read where a publisher is started and nowhere before; every text that leaves this room went
 * through {@link dev.wildstream.ffmpeg.Redactor}.
 */
package dev.wildstream.ffmpeg;
