package dev.wildstream.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Editing the file while a channel is on the air, and what it costs the viewer. */
class EditsIT {

  @TempDir Path folder;

  /** How an edit reaches the file. */
  enum Way {
    IN_PLACE,
    RENAME,
    GIT_PULL
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void anItemPutInAfterTheOneOnTheAirPlaysNextInTheSameSession(Way way) {
    try (Channel channel = new Channel(folder, RealParts.bundledFfmpeg())) {
      Consumer<String> edit = prepared(way, channel);
      channel.onAir();
      Await.until("two seconds played", Duration.ofSeconds(20), () -> channel.seconds() > 2);
      edit.accept(channel.items("- media/0.mp4\n- media/2.mp4\n- media/1.mp4\n").yaml());
      Await.until(
          "the edit is applied",
          Duration.ofSeconds(5),
          () -> channel.hub.logLines("Revision applied").size() == 2);
      Await.until(
          "the item put in is on the air",
          Duration.ofSeconds(30),
          () -> !channel.item().equals("0.mp4") && !channel.item().isEmpty());
      assertThat(channel.item()).isEqualTo("2.mp4");
      assertThat(channel.server.calls("publish")).hasSize(1);
      assertThat(channel.server.calls("publish_done")).isEmpty();
    }
  }

  @Test
  void alsoWhereAllItemsAreShortAndTheChannelJustBegan() {
    try (Channel channel = new Channel(folder, RealParts.bundledFfmpeg())) {
      for (String name : List.of("s0", "s1", "s2")) {
        SampleMedia.put(
            SampleMedia.Clip.of("640x360", 7), folder.resolve("media/" + name + ".mp4"));
      }
      channel.items("- media/s0.mp4\n- media/s1.mp4\n").onAir();
      channel.items("- media/s0.mp4\n- media/s2.mp4\n- media/s1.mp4\n").write();
      Await.until(
          "the item put in is on the air",
          Duration.ofSeconds(15),
          () -> !channel.item().equals("s0.mp4") && !channel.item().isEmpty());
      assertThat(channel.item()).isEqualTo("s2.mp4");
      assertThat(channel.server.calls("publish")).hasSize(1);
    }
  }

  private Consumer<String> prepared(Way way, Channel channel) {
    Path config = channel.hub.config();
    return switch (way) {
      case IN_PLACE -> channel.hub::write;
      case RENAME ->
          yaml -> {
            try {
              Path fresh = Files.writeString(config.resolveSibling(".streams.yaml.tmp"), yaml);
              Files.move(fresh, config, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          };
      case GIT_PULL -> throughGit(channel);
    };
  }

  /** The hub's folder is a clone; an edit is pushed from another one and pulled here. */
  private Consumer<String> throughGit(Channel channel) {
    RealParts.program("git");
    Path origin = folder.resolve("origin.git");
    Path author = folder.resolve("author");
    git(folder, "init", "--bare", "-b", "main", origin.toString());
    git(folder, "init", "-b", "main", ".");
    git(folder, "remote", "add", "origin", origin.toString());
    channel.write();
    git(folder, "add", "streams.yaml");
    git(folder, "commit", "-m", "a channel");
    git(folder, "push", "-u", "origin", "main");
    git(folder, "clone", "-b", "main", origin.toString(), author.toString());
    return yaml -> {
      try {
        Files.writeString(author.resolve("streams.yaml"), yaml);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      git(author, "commit", "-am", "another item");
      git(author, "push");
      git(folder, "pull", "--ff-only");
    };
  }

  private static void git(Path in, String... arguments) {
    SampleMedia.run(
        Stream.concat(
                Stream.of(
                    RealParts.program("git").toString(),
                    "-C",
                    in.toString(),
                    "-c",
                    "user.name=t",
                    "-c",
                    "user.email=t@example.org"),
                Stream.of(arguments))
            .toList());
  }

  @Test
  void retryAndWatchdogCostNothingATargetOrKeyCostsOneReconnect() {
    try (Channel channel = new Channel(folder, RealParts.bundledFfmpeg()).onAir()) {
      channel
          .settings("retry: { attempts: 3 }\nwatchdog: { stallTimeout: 12s }\nresume: item\n")
          .write();
      Await.until(
          "applied",
          Duration.ofSeconds(5),
          () -> channel.hub.logLines("Revision applied").size() == 2);
      Await.pass(Duration.ofSeconds(2));
      assertThat(channel.server.calls("publish")).hasSize(1);

      channel.hub.write(channel.yaml().replace("/live\n", "/live?backup=1\n"));
      channel.publish(2, Duration.ofSeconds(10));
      channel.hub.awaitPhase("wild", "on-air", Duration.ofSeconds(10));
      channel.hub.key("wild", "another-key");
      channel.publish(3, Duration.ofSeconds(10));
      channel.hub.awaitPhase("wild", "on-air", Duration.ofSeconds(10));
      Await.pass(Duration.ofSeconds(3));
      assertThat(channel.server.calls("publish")).as(channel.hub.logText()).hasSize(3);
      assertThat(channel.server.publishers()).isEqualTo(1);
    }
  }

  @Test
  void aBadEditChangesNothingAlsoOverARestartOfTheHub() {
    try (Channel channel = new Channel(folder, RealParts.bundledFfmpeg()).onAir()) {
      channel.hub.write(channel.yaml().replace("playlist:", "playlits:"));
      Await.until(
          "refused",
          Duration.ofSeconds(5),
          () -> !channel.hub.logLines("Revision rejected").isEmpty());
      Await.pass(Duration.ofSeconds(2));
      assertThat(channel.hub.phase("wild")).isEqualTo("on-air");
      assertThat(channel.server.calls("publish")).hasSize(1);
      assertThat(channel.hub.logLines("Revision rejected"))
          .anyMatch(line -> line.contains("streams.yaml:6:5") && line.contains("did you mean"));
      HubProcess.Answer status = channel.hub.command("status");
      assertThat(status.text()).contains("REFUSED", "playlits");

      channel.hub.kill();
      channel.hub.start().awaitPhase("wild", "on-air", Duration.ofSeconds(10));
      assertThat(channel.hub.logLines("Revision rejected").size()).isGreaterThanOrEqualTo(2);
      channel.write();
      Await.until(
          "mended",
          Duration.ofSeconds(5),
          () -> !channel.hub.command("status").text().contains("REFUSED"));
      assertThat(List.of(channel.hub.phase("wild"))).containsExactly("on-air");
    }
  }

  @Test
  void hupReadsTheFilesAgainAtOnceAndCostsNothing() {
    try (Channel channel = new Channel(folder, RealParts.bundledFfmpeg()).onAir()) {
      double before = unchanged(channel);
      for (int i = 0; i < 4; i++) {
        HubProcess.signal("HUP", channel.hub.process().pid());
        Await.pass(Duration.ofMillis(400));
      }
      // by itself it reads them every five seconds
      assertThat(unchanged(channel)).isGreaterThanOrEqualTo(before + 3);
      assertThat(channel.hub.phase("wild")).isEqualTo("on-air");
      assertThat(channel.server.calls("publish")).hasSize(1);
    }
  }

  /** How often the files were read and said what they said before. */
  private static double unchanged(Channel channel) {
    return channel
        .hub
        .page("/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith("wildstream_config_reloads_total{outcome=\"unchanged\"}"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
