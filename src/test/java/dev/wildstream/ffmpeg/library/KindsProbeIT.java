package dev.wildstream.ffmpeg.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.wildstream.ffmpeg.Kinds;
import dev.wildstream.ffmpeg.Tools;
import dev.wildstream.media.FrameRate;
import dev.wildstream.observed.FileStamp;
import dev.wildstream.observed.MediaFacts;
import dev.wildstream.observed.MediaView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a probe finds out about files of every kind. */
class KindsProbeIT {

  /** The file; its picture; its sound. Ends and intervals in tenths of a second. */
  private static final String FACTS =
      """
      usual.mp4      | h264 High yuv420p 640x360 30 keyframes 2.0 end 12.0                    | aac LC 48000x2 end 12.0
      usual.mkv      | h264 High yuv420p 640x360 30 keyframes 2.0 end 12.0                    | aac LC 48000x2 end 12.0
      usual.ts       | h264 High yuv420p 640x360 30 keyframes 2.0 end 12.0                    | aac LC 48000x2 end 12.0
      usual.flv      | h264 High yuv420p 640x360 30 keyframes 2.0                             | aac LC 48000x2
      small.mp4      | h264 High yuv420p 320x240 30 keyframes 2.0 end 12.0                    | aac LC 48000x2 end 12.0
      film.mp4       | h264 High yuv420p 640x360 24000/1001 keyframes 2.0 end 12.0            | aac LC 48000x2 end 12.0
      sixty.mp4      | h264 High yuv420p 640x360 60 keyframes 1.0 end 12.0                    | aac LC 48000x2 end 12.0
      yuv444.mp4     | h264 High 4:4:4 Predictive yuv444p 640x360 30 keyframes 2.0 end 12.0   | aac LC 48000x2 end 12.0
      yuv422p10.mkv  | h264 High 4:2:2 yuv422p10le 640x360 30 keyframes 2.0 end 12.0          | aac LC 48000x2 end 12.0
      full-range.mp4 | h264 High yuvj420p 640x360 30 keyframes 2.0 end 12.0                   | aac LC 48000x2 end 12.0
      baseline.mp4   | h264 Constrained Baseline yuv420p 640x360 30 keyframes 1.9 end 12.0    | aac LC 48000x2 end 12.0
      main.mp4       | h264 Main yuv420p 640x360 30 keyframes 2.0 end 12.0                    | aac LC 48000x2 end 12.0
      pyramid.mp4    | h264 High yuv420p 640x360 30 keyframes 2.0 end 12.0                    | aac LC 48000x2 end 12.0
      mono.mp4       | h264 High yuv420p 640x360 30 keyframes 2.0 end 12.0                    | aac LC 44100x1 end 12.0
      surround.mkv   | h264 High yuv420p 640x360 30 keyframes 2.0 end 12.0                    | aac LC 48000x6 end 12.0
      silent.mp4     | h264 High yuv420p 640x360 30 keyframes 2.0 end 12.0                    | none
      hevc.mp4       | hevc Main yuv420p 640x360 30 keyframes 2.0 end 12.0                    | aac LC 48000x2 end 12.0
      vp9.webm       | vp9 Profile 0 yuv420p 640x360 30 keyframes 1.0 end 12.0                | opus 48000x2 end 12.0
      odd.webm       | vp9 Profile 0 yuv420p 853x479 shown 854x480 30 keyframes 1.0 end 12.0  | opus 48000x2 end 12.0
      av1.mkv        | av1 Main yuv420p 640x360 30 keyframes 2.0 end 12.0                     | opus 48000x2 end 12.0
      dvd.mpg        | mpeg2video Main yuv420p 720x576 shown 1024x576 25 SQUEEZED keyframes 0.5 end 12.0 | ac3 48000x2 end 12.0
      broadcast.ts   | mpeg2video Main yuv420p 640x360 25 keyframes 0.5 end 12.0              | ac3 48000x2 end 11.9
      interlaced.ts  | h264 High yuv420p 720x576 shown 1024x576 25 INTERLACED SQUEEZED keyframes 2.0 end 12.0 | aac LC 48000x2 end 12.0
      squeezed.mp4   | h264 High yuv420p 480x360 shown 640x360 30 SQUEEZED keyframes 2.0 end 12.0 | aac LC 48000x2 end 12.0
      rotated.mp4    | h264 High yuv420p 640x360 shown 360x640 30 ROTATED keyframes 2.0 end 12.0  | aac LC 48000x2 end 12.0
      variable.mp4   | h264 High yuv420p 640x360 2700/119 VARIABLE_RATE keyframes 2.0 end 11.9 | aac LC 48000x2 end 12.0
      variable.mkv   | h264 High yuv420p 640x360 2700/119 VARIABLE_RATE keyframes 2.0 end 12.1 | aac LC 48000x2 end 12.0
      edited.mp4     | h264 High yuv420p 640x360 30 EDITED keyframes 2.0 end 10.7             | aac LC 48000x2 end 10.7
      far-keyframes.mp4 | h264 High yuv420p 640x360 30 keyframes 20.0 end 45.0                | aac LC 48000x2 end 45.0
      tracks.mkv     | h264 High yuv420p 640x360 30 keyframes 2.0 end 12.0                    | aac LC 48000x2 end 12.0
      covered.mp4    | h264 High yuv420p 640x360 30 keyframes 2.0 end 12.0                    | aac LC 48000x2 end 12.0
      subtitled.mkv  | h264 High yuv420p 640x360 30 keyframes 2.0 end 12.0                    | aac LC 48000x2 end 12.0
      subtitled.mp4  | h264 High yuv420p 640x360 30 keyframes 2.0 end 12.0                    | aac LC 48000x2 end 12.0
      short-sound.mp4 | h264 High yuv420p 640x360 30 keyframes 2.0 end 12.0                   | aac LC 48000x2 end 9.0
      long-sound.mp4 | h264 High yuv420p 640x360 30 keyframes 2.0 end 9.0                     | aac LC 48000x2 end 12.0
      song.mp3       | mjpeg Baseline yuvj420p 300x300 0 STILL                                | mp3 44100x2 end 12.0
      song.m4a       | mjpeg Baseline yuvj420p 300x300 0 STILL                                | aac LC 44100x2 end 12.0
      song.flac      | mjpeg Baseline yuvj420p 300x300 0 STILL                                | flac 44100x2 end 12.0
      tone.wav       | none                                                                   | pcm_s16le 48000x2 end 12.0
      tone.flac      | none                                                                   | flac 48000x2 end 12.0
      tone.opus      | none                                                                   | opus 48000x2 end 12.0
      tone.aac       | none                                                                   | aac LC 48000x2 end 11.1
      tone.ac3       | none                                                                   | ac3 48000x2 end 12.0
      tone.eac3      | none                                                                   | eac3 48000x2 end 12.0
      tone.aiff      | none                                                                   | pcm_s16be 48000x2 end 12.0
      tone.caf       | none                                                                   | pcm_s16be 48000x2 end 12.0
      tone.w64       | none                                                                   | pcm_s16le 48000x2 end 12.0
      tone.dts       | none                                                                   | dts DTS 48000x2 end 12.0
      still.png      | png rgb24 801x601 shown 802x602 0 STILL                                | none
      still.jpg      | mjpeg Baseline yuvj420p 800x600 0 STILL                                | none
      still.webp     | webp yuv420p 801x601 shown 802x602 0 STILL                             | none
      still.bmp      | bmp bgr24 801x601 shown 802x602 0 STILL                                | none
      still.gif      | gif bgra 801x601 shown 802x602 0 STILL                                 | none
      one-frame.mp4  | h264 High yuv420p 640x360 0 STILL                                      | aac LC 48000x2 end 12.0
      says-long.mp4  | h264 High yuv420p 640x360 30 keyframes 2.0 end 12.0                    | aac LC 48000x2 end 12.0
      says-short.mkv | h264 High yuv420p 640x360 30 keyframes 2.0 end 12.0                    | aac LC 48000x2 end 12.0
      cut.ts         | h264 High yuv420p 640x360 30 keyframes 2.0 end 7.3                     | aac LC 48000x2 end 6.5
      """;

  private final ExecutorService readers = Executors.newCachedThreadPool();
  private final Probe probe = new Probe(readers);

  @TempDir Path folder;

  @AfterEach
  void stop() {
    readers.shutdownNow();
  }

  static List<Object[]> kinds() {
    return Tools.all().stream()
        .flatMap(tools -> FACTS.lines().map(line -> new Object[] {tools, line}))
        .toList();
  }

  static List<Tools> tools() {
    return Tools.all();
  }

  @Test
  void everyKindIsToldOf() {
    assertThat(FACTS.lines().map(line -> column(line, 0)).toList())
        .containsExactlyInAnyOrderElementsOf(Kinds.names());
  }

  @ParameterizedTest(name = "{1} {0}")
  @MethodSource("kinds")
  void factsAreAsTheFileIs(Tools tools, String line) throws Exception {
    MediaFacts.Playable facts = (MediaFacts.Playable) probed(tools, Kinds.file(column(line, 0)));
    assertThat(facts.video().map(KindsProbeIT::text).orElse("none")).isEqualTo(column(line, 1));
    assertThat(facts.audio().map(KindsProbeIT::text).orElse("none")).isEqualTo(column(line, 2));
  }

  @ParameterizedTest
  @MethodSource("tools")
  void whatHoldsNeitherIsUnplayable(Tools tools) throws Exception {
    Path words = Files.writeString(folder.resolve("words.png"), "no image");
    assertThat(probed(tools, words)).isInstanceOf(MediaFacts.Unplayable.class);
    Path subtitles = folder.resolve("subtitles.mkv");
    Files.writeString(folder.resolve("a.srt"), "1\n00:00:01,000 --> 00:00:03,000\nHello\n");
    Tools.broughtAlong().make(folder, "-i", "a.srt", "subtitles.mkv");
    assertThat(((MediaFacts.Unplayable) probed(tools, subtitles)).why())
        .isEqualTo("neither a picture nor a sound");
  }

  @ParameterizedTest
  @MethodSource("tools")
  void aFileThatWasCutAndJoinedHasTheRateOfItsFrames(Tools tools) throws Exception {
    Tools make = Tools.broughtAlong();
    String usual = Kinds.file("usual.mp4").toString();
    make.make(folder, "-i", usual, "-t", "8", "-c", "copy", "cut.mp4");
    make.make(folder, "-stream_loop", "3", "-i", "cut.mp4", "-c", "copy", "joined.mp4");
    Path joined = folder.resolve("joined.mp4");
    assertThat(average(tools, joined)).isCloseTo(30, within(0.3)).isNotCloseTo(30, within(0.015));
    MediaFacts.Video video = ((MediaFacts.Playable) probed(tools, joined)).video().orElseThrow();
    assertThat(video.rate()).isEqualTo(new FrameRate(30, 1));
  }

  private static double average(Tools tools, Path file) throws Exception {
    String said =
        tools.probe(
            "-select_streams",
            "v",
            "-show_entries",
            "stream=avg_frame_rate",
            "-of",
            "csv=p=0",
            file.toString());
    String[] parts = said.strip().split("/");
    return Double.parseDouble(parts[0]) / Double.parseDouble(parts[1]);
  }

  @ParameterizedTest
  @MethodSource("tools")
  void anImageWithTheNameOfAnotherKindIsSaidToBeOne(Tools tools) throws Exception {
    for (String ending : List.of(".png", ".webp", ".bmp")) {
      Path wrong = folder.resolve("saved" + ending);
      Files.copy(Kinds.file("still.jpg"), wrong);
      assertThat(((MediaFacts.Unplayable) probed(tools, wrong)).why())
          .as(ending)
          .isEqualTo("it is damaged, or another kind of file than its name says");
    }
  }

  @ParameterizedTest
  @MethodSource("tools")
  void anImageIsReadAloneWhateverItsNameAndOthersAreNot(Tools tools) throws Exception {
    for (String kind : List.of("still.png", "still.jpg", "still.webp", "still.bmp", "still.gif")) {
      String ending = kind.substring(kind.lastIndexOf('.'));
      Files.copy(Kinds.file(kind), folder.resolve("1" + ending));
      Path pattern = folder.resolve("%d" + ending);
      assertThat(probed(tools, pattern))
          .as("%s, no such file", pattern)
          .isInstanceOf(MediaFacts.Unplayable.class);
      Files.copy(Kinds.file(kind), pattern);
      assertThat(probed(tools, pattern)).isInstanceOf(MediaFacts.Playable.class);
    }
  }

  /** Text that another reader would take for a list of other files. */
  @ParameterizedTest
  @MethodSource("tools")
  void noFileMakesFfmpegOpenAnother(Tools tools) throws Exception {
    String other = Kinds.file("usual.mp4").toString();
    List<String> lists =
        List.of(
            "ffconcat version 1.0\nfile '" + other + "'\n",
            "#EXTM3U\n#EXTINF:10,\n" + other + "\n",
            "v=0\nm=video 5004 RTP/AVP 96\n",
            "[playlist]\nFile1=" + other + "\n");
    for (String ending : List.of("mp3", "aac", "flac", "wav", "aiff", "caf", "png", "gif", "dts")) {
      for (String list : lists) {
        Path file = Files.writeString(folder.resolve("list." + ending), list);
        assertThat(probed(tools, file)).as(ending).isInstanceOf(MediaFacts.Unplayable.class);
      }
    }
  }

  private MediaFacts probed(Tools tools, Path file) throws Exception {
    FileStamp stamp = new FileStamp(Files.exists(file) ? Files.size(file) : 0, Instant.EPOCH);
    return probe.ask(tools.ffprobe(), new MediaView.Source(file.toString(), Duration.ZERO), stamp);
  }

  private static String text(MediaFacts.Video video) {
    String oddities =
        video.oddities().stream().sorted().map(Enum::name).collect(Collectors.joining(" "));
    return words(
        video.codec(),
        video.profile(),
        video.pixelFormat(),
        video.size().toString(),
        video.shown().equals(video.size()) ? "" : "shown " + video.shown(),
        video.rate().toString(),
        oddities,
        video.keyframes().map(k -> "keyframes " + tenths(k)).orElse(""),
        end(video.end()));
  }

  private static String text(MediaFacts.Audio audio) {
    return words(
        audio.codec(),
        audio.profile(),
        audio.sampleRate() + "x" + audio.channels(),
        end(audio.end()));
  }

  private static String end(Optional<Duration> end) {
    return end.map(e -> "end " + tenths(e)).orElse("");
  }

  private static String tenths(Duration time) {
    return String.format(Locale.ROOT, "%.1f", time.toMillis() / 1e3);
  }

  private static String words(String... words) {
    return java.util.Arrays.stream(words)
        .filter(w -> !w.isEmpty())
        .collect(Collectors.joining(" "));
  }

  private static String column(String line, int number) {
    return line.split("\\|")[number].strip();
  }
}
