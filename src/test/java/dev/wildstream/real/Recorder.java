package dev.wildstream.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Keeps what a server sends, packet by packet as it came, to be looked at afterwards. */
final class Recorder implements AutoCloseable {

  private final Process ffmpeg;
  private final Path file;

  Recorder(String url, Path file) {
    this.file = file;
    try {
      ffmpeg =
          new ProcessBuilder(
                  RealParts.bundledFfmpeg().toString(),
                  "-nostdin",
                  "-y",
                  "-v",
                  "warning",
                  "-copyts",
                  "-i",
                  url,
                  "-map",
                  "0",
                  "-c",
                  "copy",
                  "-copyts",
                  "-f",
                  "flv",
                  "-flush_packets",
                  "1",
                  file.toString())
              .redirectErrorStream(true)
              .redirectOutput(file.resolveSibling(file.getFileName() + ".log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was kept, complete once this is closed. */
  Path file() {
    return file;
  }

  /** A digest of each picture as it is decoded, in the order they are shown. */
  static List<String> pictures(Path media) {
    return digests(media, List.of("-map", "0:v:0", "-fps_mode", "passthrough"));
  }

  /** A digest of each packet of sound: those that are alike are heard alike. */
  static List<String> sounds(Path media) {
    return digests(media, List.of("-map", "0:a:0", "-c", "copy"));
  }

  /** A digest of each frame of sound as it is decoded. */
  static List<String> samples(Path media) {
    return digests(media, List.of("-map", "0:a:0"));
  }

  /** When each packet of {@code v} or {@code a} is due to be decoded, in their order. */
  static List<Long> decodingTimes(Path media, String kind) {
    return ffmpeg(
            List.of(
                "-copyts",
                "-i",
                media.toString(),
                "-map",
                "0:" + kind + ":0",
                "-c",
                "copy",
                "-f",
                "framecrc",
                "pipe:1"))
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> Long.parseLong(line.split(",")[1].strip()))
        .toList();
  }

  private static List<String> digests(Path media, List<String> options) {
    List<String> all = new ArrayList<>(List.of("-i", media.toString()));
    all.addAll(options);
    all.addAll(List.of("-f", "framemd5", "pipe:1"));
    return ffmpeg(all)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.substring(line.lastIndexOf(',') + 1).strip())
        .toList();
  }

  /** What FFmpeg has to say against it when it decodes all of it. */
  static List<String> faults(Path media) {
    return ffmpeg(List.of("-v", "error", "-i", media.toString(), "-f", "null", "pipe:1"))
        .lines()
        .toList();
  }

  /** Runs the FFmpeg that is brought along to its good end; what it writes. */
  static String ffmpeg(List<String> options) {
    List<String> command =
        new ArrayList<>(List.of(RealParts.bundledFfmpeg().toString(), "-nostdin", "-v", "error"));
    command.addAll(options);
    return SampleMedia.run(command);
  }

  @Override
  public void close() {
    ffmpeg.destroy();
    try {
      if (!ffmpeg.waitFor(5, TimeUnit.SECONDS)) {
        ffmpeg.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
