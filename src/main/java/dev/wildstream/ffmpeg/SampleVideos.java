package dev.wildstream.ffmpeg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Short videos made on the spot, each distinct to the eye and the ear. For the demo. */
public final class SampleVideos {

  /** What they are called, in the order they play. */
  public static final List<String> NAMES =
      List.of("1-counter.mp4", "2-bars.mp4", "3-waves.mp4", "4-colours.mp4");

  private static final List<String> PICTURES =
      List.of(
          "testsrc2=s=640x360",
          "smptehdbars=s=640x360",
          "gradients=s=640x360",
          "rgbtestsrc=s=640x360");

  /** A, C sharp, E and A: one chord, note by note. */
  private static final List<Integer> PITCHES = List.of(440, 554, 659, 880);

  /** Seconds; long enough to read the table, short enough to see the next one come. */
  private static final int LENGTH = 12;

  private SampleVideos() {}

  /** Makes them all in a folder that exists; takes a few seconds. */
  public static void make(Path ffmpeg, Path folder) throws IOException, InterruptedException {
    List<Process> making = new ArrayList<>();
    for (int i = 0; i < NAMES.size(); i++) {
      making.add(
          new ProcessBuilder(
                  ffmpeg.toString(),
                  "-nostdin",
                  "-hide_banner",
                  "-loglevel",
                  "error",
                  "-y",
                  "-f",
                  "lavfi",
                  "-i",
                  PICTURES.get(i) + ":r=25:d=" + LENGTH,
                  "-f",
                  "lavfi",
                  "-i",
                  "sine=frequency=" + PITCHES.get(i) + ":r=48000:d=" + LENGTH,
                  "-c:v",
                  "libx264",
                  "-preset",
                  "ultrafast",
                  "-pix_fmt",
                  "yuv420p",
                  "-g",
                  "50",
                  "-b:v",
                  "600k",
                  "-maxrate",
                  "600k",
                  "-bufsize",
                  "600k",
                  "-c:a",
                  "aac",
                  "-b:a",
                  "96k",
                  "-ac",
                  "2",
                  folder.resolve(NAMES.get(i)).toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve(NAMES.get(i) + ".log").toFile())
              .start());
    }
    for (int i = 0; i < making.size(); i++) {
      Path log = folder.resolve(NAMES.get(i) + ".log");
      if (making.get(i).waitFor() != 0) {
        throw new IOException("sample video cannot be made: " + lastLine(log));
      }
      Files.delete(log);
    }
  }

  private static String lastLine(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      return lines.isEmpty() ? "FFmpeg said nothing" : lines.getLast();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
