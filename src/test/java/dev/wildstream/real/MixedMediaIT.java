package dev.wildstream.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.ffmpeg.Kinds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The begin of sixteen files of sixteen kinds, and then short ones, copied and transcoded by turns:
 * fifty item changes in one session, recorded from its first packet on.
 */
@ParameterizedClass
@MethodSource(RealParts.FFMPEGS)
class MixedMediaIT {

  /** The channel's format is that of the usual one, which is copied. */
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

  /** Those of them that flash and do not beep. */
  private static final int SILENT = 1;

  /** All of the sixteen flash and beep once before it, and no beep is cut through. */
  private static final String CUT = "1500ms";

  /** Of the edited one, which flashes and beeps later. */
  private static final String LATER_CUT = "2s";

  /** What is played of them after the sixteen, over and over: its name, and how it is made. */
  private static final String SHORT_ONES =
      """
      reordered.mp4 | -bf 2
      small.mp4     | -s 426x240
      plain.mkv     | -profile:v baseline -bf 0
      mono.mp4      | -ar 44100 -ac 1
      reordered.ts  | -bf 3
      foreign.webm  | -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -c:a libopus
      pyramid.mp4   | -bf 4 -x264-params b-pyramid=normal:b-adapt=0
      plain.flv     | -bf 0
      """;

  private static final List<String> COPIED_PICTURES =
      List.of("reordered.mp4", "plain.mkv", "mono.mp4", "reordered.ts", "pyramid.mp4", "plain.flv");

  private static final List<String> COPIED_SOUNDS =
      List.of(
          "reordered.mp4", "small.mp4", "plain.mkv", "reordered.ts", "pyramid.mp4", "plain.flv");

  /**
   * None of those that are copied: the very last packet, which the publisher sends with its leave,
   * reaches the server, and not those who watch.
   */
  private static final String LAST = "foreign.webm";

  private static final int CHANGES = 50;

  /** Sixty frames of AAC, each of 1024 samples: 1.28 s. */
  private static final int SOUND_FRAMES = 60;

  private static final double SHORT_SECONDS = SOUND_FRAMES * 1024 / 48_000.0;

  /** What is to stay together; frames of 30 a second are 33 ms apart, packets of sound 21 ms. */
  private static final double APART_SECONDS = 0.040;

  /** FFmpeg begins each line with who says it, and where that one lies in its memory. */
  private static final String WHO = "^(\\[[^\\]]*\\] )+";

  @TempDir static Path folders;

  private static Path folder;
  private static List<String> items;
  private static Path seen;
  private static FlashesAndBeeps found;

  @Parameter Path ffmpeg;

  @BeforeParameterizedClassInvocation
  static void play(Path ffmpeg) throws IOException {
    folder = Files.createTempDirectory(folders, "played");
    items = new ArrayList<>(SIXTEEN.stream().map("kinds/"::concat).toList());
    Files.createDirectory(folder.resolve("kinds"));
    for (String kind : SIXTEEN) {
      Files.copy(Kinds.file(kind), folder.resolve("kinds/" + kind));
    }
    List<String> shortOnes = shortOnes();
    while (items.size() < CHANGES) {
      items.add(shortOnes.get(items.size() % shortOnes.size()));
    }
    items.add("short/" + LAST);
    try (Channel channel = new Channel(folder, ffmpeg)) {
      channel.hub.write(yaml(channel));
      String url = channel.server.url(Channel.KEY);
      try (Recorder recorder = new Recorder(url, folder.resolve("seen.flv"))) {
        seen = recorder.file();
        channel.hub.start().awaitPhase("wild", "on-air", Duration.ofSeconds(30));
        channel.hub.awaitPhase("wild", "finished", Duration.ofSeconds(120));
      }
      found = FlashesAndBeeps.of(seen);
      assertThat(channel.server.calls("publish")).as(channel.hub.logText()).hasSize(1);
      assertThat(channel.hub.logLines("Item skipped")).isEmpty();
      assertThat(channel.hub.logLines(" WARN ")).isEmpty();
    }
  }

  private static String yaml(Channel channel) {
    StringBuilder list = new StringBuilder();
    for (String item : items) {
      list.append(
          item.startsWith("kinds/")
              ? "- { path: %s, end: %s }\n"
                  .formatted(item, item.equals("kinds/edited.mp4") ? LATER_CUT : CUT)
              : "- " + item + "\n");
    }
    return """
    version: 1
    playlists:
      mixed:
        laps: 1
        items:
    %s\
    streams:
      wild:
        target: %s
        key: { file: keys/wild }
        playlist: mixed
        media: { video: { size: 640x360, fps: 30, preset: ultrafast, bitrate: 1M } }
    """
        .formatted(list.toString().indent(6), channel.server.target());
  }

  /** Each has another colour and another pitch, which hums all the time: no two are alike. */
  private static List<String> shortOnes() throws IOException {
    Files.createDirectory(folder.resolve("short"));
    List<String> names = new ArrayList<>();
    for (String line : SHORT_ONES.lines().toList()) {
      String[] columns = line.split("\\|");
      String name = "short/" + columns[0].strip();
      int pitch = 600 + 200 * names.size();
      List<String> options = new ArrayList<>();
      String picture =
          "testsrc2=s=640x360:r=30:d=%f,hue=h=%d,"
              + "drawbox=enable='between(t,0.49,0.62)':color=white:t=fill";
      String sound = "aevalsrc='if(between(t,0.5,0.6),0.8,0.01)*sin(2*PI*%d*t)':s=48000:d=%f";
      options.addAll(List.of("-f", "lavfi", "-i"));
      options.add(String.format(Locale.ROOT, picture, SHORT_SECONDS, 40 * names.size()));
      options.addAll(List.of("-f", "lavfi", "-i"));
      options.add(String.format(Locale.ROOT, sound, pitch, SHORT_SECONDS));
      // noise that the decoder makes up (PNS) is never the same twice
      String usual =
          "-c:v libx264 -preset superfast -pix_fmt yuv420p -g 60 -b:v 700k"
              + " -c:a aac -aac_pns 0 -b:a 96k -ac 2 ";
      options.addAll(List.of((usual + columns[1].strip()).split(" ")));
      SampleMedia.ffmpeg(options, folder.resolve(name));
      names.add(name);
    }
    return names;
  }

  @Test
  void everyItemIsShownAndHeard() {
    assertThat(found.flashes()).as("%s by %s", found, ffmpeg).hasSize(items.size());
    assertThat(found.beeps()).as("%s by %s", found, ffmpeg).hasSize(items.size() - SILENT);
  }

  @Test
  void pictureAndSoundStayTogetherOverFiftyItemChanges() {
    assertThat(found.beepsAlone(APART_SECONDS)).as("%s by %s", found, ffmpeg).isEmpty();
    assertThat(found.flashesAlone(APART_SECONDS)).as("%s by %s", found, ffmpeg).hasSize(SILENT);
  }

  @Test
  void whatArrivesDecodesWithoutAnErrorThatTheSourcesDoNotHave() {
    List<String> ofSources =
        items.stream().distinct().flatMap(item -> faults(folder.resolve(item))).toList();
    assertThat(faults(seen).filter(fault -> !ofSources.contains(fault))).isEmpty();
  }

  private static Stream<String> faults(Path media) {
    return Recorder.faults(media).stream().map(line -> line.replaceAll(WHO, "")).distinct();
  }

  @Test
  void eachPacketIsDueAfterTheOneBeforeIt() {
    for (String kind : List.of("v", "a")) {
      List<Long> due = Recorder.decodingTimes(seen, kind);
      assertThat(due).hasSizeGreaterThan(CHANGES).doesNotHaveDuplicates().isSorted();
    }
  }

  @Test
  void copiedItemsDecodeToTheFramesAndSamplesOfTheirSources() {
    List<String> frames = Recorder.pictures(seen);
    List<String> samples = Recorder.samples(seen);
    Map<String, List<String>> framesOf = new HashMap<>();
    Map<String, List<String>> samplesOf = new HashMap<>();
    for (String item : items) {
      if (isOneOf(COPIED_PICTURES, item)) {
        List<String> own =
            framesOf.computeIfAbsent(item, name -> Recorder.pictures(folder.resolve(name)));
        frames = after(item + ": its frames", own, frames);
      }
      if (isOneOf(COPIED_SOUNDS, item)) {
        List<String> all =
            samplesOf.computeIfAbsent(item, name -> Recorder.samples(folder.resolve(name)));
        // what the encoder put before them, where it is not hidden, overlaps the item before
        List<String> own = all.subList(all.size() - SOUND_FRAMES, all.size());
        samples = after(item + ": its samples", own, samples);
      }
    }
  }

  private static boolean isOneOf(List<String> names, String item) {
    return names.stream().anyMatch(name -> item.equals("short/" + name));
  }

  /** What arrived after the first time that all of something arrived in a row. */
  private static List<String> after(String what, List<String> all, List<String> arrived) {
    int at = Collections.indexOfSubList(arrived, all);
    assertThat(at).as("%s: %s in %s", what, all, arrived).isNotNegative();
    return arrived.subList(at + all.size(), arrived.size());
  }
}
