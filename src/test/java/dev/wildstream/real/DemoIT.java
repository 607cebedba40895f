package dev.wildstream.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's first command, and what it invites to try. */
class DemoIT {

  private static final Duration ON_AIR = Duration.ofSeconds(30);
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Pattern CONFIG =
      Pattern.compile("^Edit this file and watch the table: (.*)$", Pattern.MULTILINE);

  @TempDir Path folder;
  private Process demo;

  private void start(String... more) throws IOException {
    // a build in the background of a shell ignores SIGINT, and would hand that down
    ProcessBuilder builder =
        new ProcessBuilder(
                Stream.concat(
                        Stream.of(
                            "env",
                            "--default-signal=INT",
                            RealParts.home().resolve("bin/wild-stream-hub").toString(),
                            "demo",
                            "--listen",
                            "none"),
                        Stream.of(more))
                    .toList())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    demo = builder.start();
  }

  @AfterEach
  void end() throws InterruptedException {
    demo.destroy();
    if (!demo.waitFor(20, TimeUnit.SECONDS)) {
      demo.destroyForcibly();
    }
  }

  private String output() {
    try {
      return Files.readString(folder.resolve("output"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitOutput(String what, Duration atMost, Pattern pattern) {
    awaitOutput(what, atMost, 0, pattern);
  }

  private void awaitOutput(String what, Duration atMost, int from, Pattern pattern) {
    Await.until(
        what,
        atMost,
        () -> pattern.matcher(output()).region(from, output().length()).find(),
        this::output);
  }

  private static Pattern row(String phase) {
    return Pattern.compile("^demo +" + phase + " ", Pattern.MULTILINE);
  }

  private Path config() {
    Matcher named = CONFIG.matcher(output());
    assertThat(named.find()).as(output()).isTrue();
    return Path.of(named.group(1));
  }

  private static void edit(Path config, String from, String to) throws IOException {
    String before = Files.readString(config);
    assertThat(before).contains(from);
    Files.writeString(config, before.replace(from, to));
  }

  private void interrupt() throws InterruptedException {
    HubProcess.signal("INT", demo.pid());
    assertThat(demo.waitFor(20, TimeUnit.SECONDS)).as(output()).isTrue();
    assertThat(demo.exitValue()).as(output()).isZero();
  }

  /** Processes that have the folder in their arguments. */
  private static List<String> processesOf(Path folder) throws IOException {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes
          .filter(p -> p.getFileName().toString().matches("\\d+"))
          .map(DemoIT::arguments)
          .filter(line -> line.contains(folder + "/"))
          .toList();
    }
  }

  private static String arguments(Path process) {
    try {
      return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
          .replace('\0', ' ');
    } catch (IOException e) {
      return "";
    }
  }

  @Test
  void aChannelIsOnTheAirReactsToEditsAndLeavesNothingBehind() throws Exception {
    start();
    awaitOutput("on air", ON_AIR, row("on-air"));
    Path config = config();
    assertThat(processesOf(config.getParent())).isNotEmpty();

    edit(config, "      - videos/3-waves", "      - videos/4-colours.mp4\n      - videos/3-waves");
    awaitOutput("the longer list", SOON, Pattern.compile("^demo +on-air .* [12]/5 ", 8));

    int before = output().length();
    edit(config, "enabled: true", "enabeld: true");
    awaitOutput(
        "the refusal",
        SOON,
        before,
        Pattern.compile("REFUSED for .* the last good revision stays in force"));
    awaitOutput("what to do", SOON, before, Pattern.compile("did you mean \"enabled\"\\?"));
    assertThat(row("on-air").matcher(output()).region(before, output().length()).find()).isTrue();

    before = output().length();
    edit(config, "enabeld: true", "enabled: false");
    awaitOutput("off", SOON, before, row("off"));

    before = output().length();
    edit(config, "enabled: false", "enabled: true");
    awaitOutput("on air again", ON_AIR, before, row("on-air"));

    interrupt();
    assertThat(output()).contains("Stopped. " + config.getParent() + " is removed.");
    assertThat(config.getParent()).doesNotExist();
    assertThat(processesOf(config.getParent())).isEmpty();
    assertThat(output()).doesNotContain("\tat ");
  }

  @Test
  void anEndWhileTheVideosAreMadeLeavesNothingBehindEither() throws Exception {
    Path own = folder.resolve("own");
    start(own.toString());
    Await.until("it works in the folder", ON_AIR, () -> Files.exists(own.resolve("videos")));
    interrupt();
    assertThat(processesOf(own)).isEmpty();
    assertThat(own).as("a folder that was asked for is kept").exists();
  }

  @Test
  void aFolderThatIsThereIsLeftAlone() throws Exception {
    start(folder.toString());
    assertThat(demo.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(demo.exitValue()).isEqualTo(1);
    assertThat(output()).contains(folder + " is there already; name a new folder");
  }
}
