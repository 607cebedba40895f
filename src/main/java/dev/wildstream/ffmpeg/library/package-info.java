/**
 * What lies in playlists: folders, patterns and M3U files are looked up, and items probed ahead
 * with ffprobe, off the loop and known by path, size and time.
 *
 * <p>{@link dev.wildstream.ffmpeg.library.MediaLibrary} is the port; a {@link
 * dev.wildstream.ffmpeg.library.PlaylistLookup} makes a list of a playlist, a {@link
 * dev.wildstream.ffmpeg.library.Prober} asks ffprobe, and {@link
 * dev.wildstream.ffmpeg.library.ProbedStreams} says what it means. Any call upon a file may hang
 * for ever where a network's file system does: each is made in the {@link
 * dev.wildstream.ffmpeg.library.Lane} of its mount, so that one mount holds up no other.
 *
 * <p>{@link dev.wildstream.ffmpeg.library.MediaSurvey} asks the same once, for {@code check
 * --media}.
 *
 * <p>Imports what {@code ffmpeg} does, that room and {@code card}.
 */
package dev.wildstream.ffmpeg.library;
