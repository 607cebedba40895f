package dev.wildstream.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.ffmpeg.Kinds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code check --media} on files of many kinds, and what its commands make of them. */
class MediaCheckIT {

  /** So that two of three of the list are alike, they are its format. */
  private static final List<String> COPIED =
      List.of("usual.mp4", "usual.mkv", "usual.ts", "baseline.mp4", "silent.mp4", "covered.mp4");

  /** With a few words of why. */
  private static final Map<String, String> TRANSCODED =
      Map.ofEntries(
          Map.entry("small.mp4", "its picture is 320x240, the channel's 640x360"),
          Map.entry("film.mp4", "frames a second"),
          Map.entry("yuv444.mp4", "pixels in yuv444p"),
          Map.entry("mono.mp4", "its sound is aac 44100 Hz 1 ch"),
          Map.entry("hevc.mp4", "its picture is hevc and not h264"),
          Map.entry("odd.webm", "its picture is vp9 and not h264; its sound is opus"),
          Map.entry("dvd.mpg", "its picture is mpeg2video"),
          Map.entry("interlaced.ts", "its picture is interlaced"),
          Map.entry("squeezed.mp4", "its pixels are no squares"),
          Map.entry("rotated.mp4", "its picture has to be turned"),
          Map.entry("variable.mp4", "its frame rate varies"),
          Map.entry("edited.mp4", "an edit list hides the begin"),
          Map.entry("far-keyframes.mp4", "its keyframes are 20 s apart"),
          Map.entry("short-sound.mp4", "its sound ends"),
          Map.entry("long-sound.mp4", "its picture ends"),
          Map.entry("surround.mkv", "6 ch"),
          Map.entry("song.mp3", "it has a single picture"),
          Map.entry("tone.opus", "it has no picture"),
          Map.entry("one-frame.mp4", "it has a single picture"),
          Map.entry("still.png", "it has a single picture"));

  private static final String HOSTILE =
      "it's \"a\" $(touch pwned) `touch pwned`;\n -i \u001b[2J.mp4";

  private static final String DASH = "-y.mkv";

  @TempDir Path folder;

  private record Check(int status, String out, String err) {

    /** What is said of each item, by its file's name. */
    Map<String, String> fates() {
      Map<String, String> fates = new LinkedHashMap<>();
      out.lines()
          .filter(line -> line.matches("  (copied|transcoded|skipped) .*"))
          .forEach(line -> {
            String item = line.substring(14);
            String name = item.replaceFirst(": .*", "").replaceFirst(".*/", "");
            fates.put(name, line.substring(2, 14).strip() + item.replaceFirst("[^:]*", ""));
          });
      return fates;
    }

    List<String> commands(Path ffmpeg) {
      return out.lines().filter(line -> line.startsWith(ffmpeg.toString())).toList();
    }
  }

  private record Started(Process process, Path out, Path err) {
    Check ended() throws IOException, InterruptedException {
      return new Check(process.waitFor(), Files.readString(out), Files.readString(err));
    }
  }

  private Started started(Path ffprobe, String yaml) throws IOException {
    Path file = Files.writeString(Files.createTempFile(folder, "streams", ".yaml"), yaml);
    Path out = Path.of(file + ".out");
    Path err = Path.of(file + ".err");
    ProcessBuilder builder =
        new ProcessBuilder(
                RealParts.home().resolve("bin/wild-stream-hub").toString(),
                "check",
                "--media",
                "--ffprobe",
                ffprobe.toString(),
                file.toString())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    String programs = RealParts.bundledFfmpeg().getParent() + ":" + System.getenv("PATH");
    builder.environment().put("PATH", programs);
    return new Started(builder.start(), out, err);
  }

  private static String yaml(Stream<String> items, String more) {
    return """
    version: 1
    streams:
      wild:
        target: rtmp://localhost/live
        key: { file: keys/none }
        media: { video: { preset: ultrafast, bitrate: 600k } }
        %s
        playlist:
    """
            .formatted(more)
        + items
            .map(item ->
                "      - \"%s\"\n"
                    .formatted(
                        item.replace("\"", "\\\"").replace("\n", "\\n").replace("\u001b", "\\e")))
            .collect(Collectors.joining());
  }

  @Test
  void itSaysWhatBecomesOfEachAndItsCommandsMakeFilesThatAreCopied()
      throws IOException, InterruptedException {
    Path ffmpeg = RealParts.bundledFfmpeg();
    Path ffprobe = ffmpeg.resolveSibling("ffprobe");
    Files.createDirectory(folder.resolve("media"));
    for (String name : Stream.concat(COPIED.stream(), TRANSCODED.keySet().stream()).toList()) {
      Files.copy(Kinds.file(name), folder.resolve("media").resolve(name));
    }
    Files.copy(Kinds.file("small.mp4"), folder.resolve("media").resolve(HOSTILE));
    Files.copy(Kinds.file("hevc.mp4"), folder.resolve("media").resolve(DASH));
    Files.writeString(folder.resolve("media/garbage.mp4"), "no film at all");
    Path hanging = Files.writeString(folder.resolve("hanging"), "#!/bin/sh\nexec sleep 1000\n");
    assertThat(hanging.toFile().setExecutable(true)).isTrue();
    Started givenUp = started(hanging, yaml(Stream.of("media/usual.mp4"), ""));

    Check all =
        started(
                ffprobe,
                yaml(
                    Stream.of(
                            COPIED.stream(),
                            COPIED.stream(),
                            COPIED.stream(),
                            TRANSCODED.keySet().stream().sorted(),
                            Stream.of(HOSTILE, DASH, "garbage.mp4", "gone.mp4"))
                        .flatMap(names -> names)
                        .map("media/"::concat),
                    "standby: media/mono.mp4"))
            .ended();

    assertThat(all.out()).contains("wild: 640x360 at 30 fps, aac 48000 Hz 2 ch");
    Map<String, String> fates = all.fates();
    COPIED.forEach(name -> assertThat(fates.get(name)).as(name).startsWith("copied"));
    TRANSCODED.forEach(
        (name, why) -> assertThat(fates.get(name)).as(name).startsWith("transcoded").contains(why));
    assertThat(fates.get("garbage.mp4")).startsWith("skipped: ");
    assertThat(fates.get("gone.mp4")).isEqualTo("skipped: no such file");
    assertThat(all.out()).doesNotContain("\u001b", "$(touch pwned) `touch pwned`;\n");
    assertThat(all.out())
        .contains("31 items (6 copied, 23 transcoded, 2 skipped)")
        .contains("standby " + folder.resolve("media/mono.mp4"));
    assertThat(all.err()).isEqualTo("2 items would be skipped\n");
    assertThat(all.status()).isEqualTo(1);

    List<String> commands = all.commands(ffmpeg);
    assertThat(commands).hasSize(TRANSCODED.size() + 2);
    for (String command : commands) {
      SampleMedia.run(List.of("bash", "-c", "cd /; " + command + " </dev/null 2>&1"));
    }
    assertThat(folder.resolve("pwned")).doesNotExist();
    assertThat(Path.of("/pwned")).doesNotExist();

    Stream<String> mended =
        Stream.concat(TRANSCODED.keySet().stream(), Stream.of(HOSTILE, DASH))
            .map(name -> "media/" + name.substring(0, name.lastIndexOf('.')) + ".fits.mp4");
    Check after =
        started(ffprobe, yaml(Stream.concat(COPIED.stream().map("media/"::concat), mended), ""))
            .ended();
    assertThat(after.fates().values())
        .as(after.out() + after.err())
        .allMatch(fate -> fate.startsWith("copied"));
    assertThat(after.out())
        .contains("1 file, 1 stream, 28 items (28 copied, 0 transcoded, 0 skipped): good");
    assertThat(after.commands(ffmpeg)).isEmpty();
    assertThat(after.status()).isZero();

    Process stopped = started(hanging, yaml(Stream.of("media/usual.mp4"), "")).process();
    Await.until(
        "it probes", Duration.ofSeconds(20), () -> stopped.descendants().anyMatch(p -> isSleep(p)));
    List<ProcessHandle> probes = stopped.descendants().toList();
    // as Ctrl-C does, which a process that was started in the background may not hear
    HubProcess.signal("TERM", stopped.pid());
    assertThat(stopped.waitFor()).isEqualTo(128 + 15);
    Await.until(
        "no probe is left behind",
        Duration.ofSeconds(5),
        () -> probes.stream().noneMatch(ProcessHandle::isAlive));
    Check hung = givenUp.ended();
    assertThat(hung.out()).contains("usual.mp4: took longer than 10 s to probe");
    assertThat(hung.status()).as("a probe that hangs is given up").isEqualTo(1);
  }

  private static boolean isSleep(ProcessHandle process) {
    return process.info().command().filter(command -> command.contains("sleep")).isPresent();
  }
}
