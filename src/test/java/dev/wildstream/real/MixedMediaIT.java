package dev.wildstream.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.ffmpeg.Kinds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A list of files of sixteen kinds, two seconds of each, is one session. */
class MixedMediaIT {

  /** One channel's format is that of the usual ones, which are copied. */
  private static final List<String> SIXTEEN =
      List.of(
          "usual.mp4",
          "small.mp4",
          "film.mp4",
          "sixty.mp4",
          "yuv444.mp4",
          "mono.mp4",
          "silent.mp4",
          "hevc.mp4",
          "odd.webm",
          "av1.mkv",
          "dvd.mpg",
          "interlaced.ts",
          "rotated.mp4",
          "variable.mp4",
          "edited.mp4",
          "tracks.mkv");

  /** Frames of 30 a second are 33 ms apart, packets of sound 21 ms. */
  private static final double APART_SECONDS = 0.040;

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource(RealParts.FFMPEGS)
  void sixteenKindsPlayThroughWithPictureAndSoundTogether(Path ffmpeg) throws IOException {
    StringBuilder items = new StringBuilder();
    for (String kind : SIXTEEN) {
      Files.copy(Kinds.file(kind), folder.resolve(kind));
      items.append("- { path: " + kind + ", end: 2s }\n");
    }
    try (Channel channel =
        new Channel(folder, ffmpeg)
            .settings(
                "media: { video: { size: 640x360, fps: 30, preset: ultrafast, bitrate: 1M } }\n")
            .items(items.toString())
            .write()) {
      channel.hub.start().awaitPhase("wild", "on-air", Duration.ofSeconds(30));
      Recorder recorder = new Recorder(channel.server.url(Channel.KEY), folder.resolve("seen.flv"));
      try (recorder) {
        Await.until(
            "the last of them",
            Duration.ofSeconds(75),
            () -> channel.item().equals(SIXTEEN.getLast()) && channel.seconds() > 1,
            () -> channel.status() + "\n" + channel.hub.logText());
      }
      assertThat(channel.hub.logLines("Item skipped")).as(channel.hub.logText()).isEmpty();
      assertThat(channel.server.calls("publish")).hasSize(1);
      assertThat(Recorder.faults(recorder.file())).isEmpty();
      assertThat(apart(recorder.file())).isEmpty();
    }
  }

  /** Beeps that have no flash at their moment. */
  private static List<String> apart(Path recording) {
    List<Double> flashes = flashes(recording);
    List<Double> beeps = beeps(recording);
    assertThat(beeps).hasSizeGreaterThan(SIXTEEN.size() - 4);
    List<String> apart = new ArrayList<>();
    for (double beep : beeps) {
      double nearest =
          flashes.stream().mapToDouble(flash -> Math.abs(flash - beep)).min().orElse(99);
      if (nearest > APART_SECONDS) {
        apart.add("beep at " + beep + " of flashes " + flashes);
      }
    }
    return apart;
  }

  private static List<Double> flashes(Path recording) {
    String told =
        Recorder.ffmpeg(
            List.of(
                "-copyts",
                "-i",
                recording.toString(),
                "-map",
                "0:v:0",
                "-vf",
                "crop=iw/4:ih/4,scale=16:16,format=gray,signalstats,"
                    + "metadata=print:key=lavfi.signalstats.YAVG:file=-",
                "-fps_mode",
                "passthrough",
                "-f",
                "null",
                "/dev/null"));
    List<Double> begun = new ArrayList<>();
    Matcher each = Pattern.compile("pts_time:(\\S+)\\s+\\S+YAVG=(\\S+)").matcher(told);
    boolean white = false;
    while (each.find()) {
      boolean now = Double.parseDouble(each.group(2)) > 220;
      if (now && !white) {
        begun.add(Double.parseDouble(each.group(1)));
      }
      white = now;
    }
    return begun;
  }

  private static List<Double> beeps(Path recording) {
    String told =
        Recorder.ffmpeg(
            List.of(
                "-v",
                "info",
                "-nostats",
                "-copyts",
                "-i",
                recording.toString(),
                "-map",
                "0:a:0",
                "-af",
                "silencedetect=noise=-30dB:d=0.3",
                "-f",
                "null",
                "/dev/null"));
    return Pattern.compile("silence_end: (\\S+)")
        .matcher(told)
        .results()
        .map(found -> Double.parseDouble(found.group(1)))
        .toList();
  }
}
