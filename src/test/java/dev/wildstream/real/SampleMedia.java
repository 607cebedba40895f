package dev.wildstream.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Short videos made on the spot, kept for the next test. */
public final class SampleMedia {

  private SampleMedia() {}

  /**
   * A video.
   *
   * @param size {@code 640x360}
   * @param seconds of picture
   * @param soundSeconds of sound; empty = none
   * @param kilobits per second, of all of it and at every moment; empty = about 800
   */
  public record Clip(
      String size,
      double seconds,
      Optional<Double> soundSeconds,
      int sampleRate,
      int bFrames,
      Optional<Integer> kilobits) {

    public static Clip of(String size, double seconds) {
      return new Clip(size, seconds, Optional.of(seconds), 44_100, 0, Optional.empty());
    }

    public Clip withSound(double length) {
      return new Clip(size, seconds, Optional.of(length), sampleRate, bFrames, kilobits);
    }

    public Clip silent() {
      return new Clip(size, seconds, Optional.empty(), sampleRate, bFrames, kilobits);
    }

    public Clip withSampleRate(int rate) {
      return new Clip(size, seconds, soundSeconds, rate, bFrames, kilobits);
    }

    public Clip withBFrames(int frames) {
      return new Clip(size, seconds, soundSeconds, sampleRate, frames, kilobits);
    }

    public Clip withKilobits(int perSecond) {
      return new Clip(size, seconds, soundSeconds, sampleRate, bFrames, Optional.of(perSecond));
    }
  }

  /** Puts a clip at {@code file}; each clip is encoded once. */
  public static synchronized Path put(Clip clip, Path file) {
    Path kept =
        RealParts.home()
            .resolveSibling("test-media")
            .resolve(Integer.toHexString(clip.toString().hashCode()) + ".mp4");
    try {
      if (!Files.exists(kept)) {
        Files.createDirectories(kept.getParent());
        Path fresh = kept.resolveSibling(kept.getFileName() + ".new.mp4");
        encode(clip, fresh);
        Files.move(fresh, kept);
      }
      Files.createDirectories(file.getParent());
      return Files.copy(kept, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void encode(Clip clip, Path file) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "-f", "lavfi", "-i", "testsrc2=s=" + clip.size() + ":r=25:d=" + clip.seconds()));
    clip.soundSeconds()
        .ifPresent(length ->
            options.addAll(
                List.of(
                    "-f",
                    "lavfi",
                    "-i",
                    "sine=frequency=440:r=" + clip.sampleRate() + ":d=" + length)));
    options.addAll(
        List.of(
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-bf",
            "" + clip.bFrames(),
            "-g",
            "50",
            "-pix_fmt",
            "yuv420p",
            "-c:a",
            "aac",
            "-b:a",
            "96k",
            "-ac",
            "2"));
    options.addAll(clip.kilobits().map(SampleMedia::constant).orElse(List.of("-b:v", "700k")));
    ffmpeg(options, file);
  }

  /** Writes a file with the FFmpeg that is brought along. */
  static Path ffmpeg(List<String> options, Path to) {
    List<String> command = new ArrayList<>();
    command.add(RealParts.bundledFfmpeg().toString());
    command.addAll(List.of("-nostdin", "-v", "error", "-y"));
    command.addAll(options);
    command.add(to.toString());
    run(command);
    return to;
  }

  /** The picture filled up to a constant rate; the sound is 96 of it. */
  private static List<String> constant(int kilobits) {
    String picture = (kilobits - 96) + "k";
    List<String> options = new ArrayList<>();
    for (String option : List.of("-b:v", "-minrate", "-maxrate", "-bufsize")) {
      options.addAll(List.of(option, picture));
    }
    options.addAll(List.of("-x264-params", "nal-hrd=cbr:filler=1"));
    return options;
  }

  /** Runs a command to its good end. */
  public static String run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes());
      if (process.waitFor() != 0) {
        throw new AssertionError(command + " ended with " + process.exitValue() + "\n" + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
