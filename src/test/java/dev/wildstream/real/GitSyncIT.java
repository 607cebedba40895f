package dev.wildstream.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.git.WorkTree;
import dev.wildstream.real.SampleMedia.Clip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example git-sync with a real repository: what is merged is on the air, or changes nothing.
 */
class GitSyncIT {

  private static final Duration SOON = Duration.ofSeconds(15);
  private static final String KEY = "secret-key-1";

  @TempDir Path folder;

  private WorkTree author;

  @Test
  void aPushIsOnTheAirABadOneChangesNothingAndItsRevertIsApplied() throws IOException {
    SampleMedia.put(Clip.of("426x240", 20), folder.resolve("media/forest/owls.mp4"));
    SampleMedia.put(Clip.of("426x240", 20), folder.resolve("media/night/moon.mp4"));
    WorkTree bare = WorkTree.init(folder.resolve("channels.git"), "--bare");
    author = WorkTree.init(folder.resolve("author"));
    author.git("remote", "add", "origin", bare.folder().toString());
    try (NginxRtmp server = new NginxRtmp(folder.resolve("nginx"));
        HubProcess hub = new HubProcess(folder, RealParts.bundledFfmpeg())) {
      hub.key("wild-tv", KEY);
      String first = push("Begin", yaml(server, "forest"));
      author.git("clone", "-q", bare.folder().toString(), folder.resolve("clone").toString());
      hub.reading(folder.resolve("clone/channels"));
      hub.start().awaitPhase("wild-tv", "on-air", SOON);
      assertThat(inForce(hub)).isEqualTo(first.substring(0, 12));

      String second = push("Add the \"night\" list", yaml(server, "night"));
      timerFires();
      awaitInForce(hub, second);
      assertThat(hub.command("status").text())
          .contains(
              "REVISION " + second.substring(0, 12) + " \"Add the \"night\" list\", in force");
      assertThat(hub.page("/metrics").text())
          .contains("revision=\"" + second.substring(0, 12) + "\"");

      String bad = push("Midnight", yaml(server, "night").replace("playlist", "playlst"));
      timerFires();
      awaitRefused(hub);
      assertThat(hub.command("status").text())
          .contains(
              "REFUSED for", "unknown key; did you mean \"playlist\"?", second.substring(0, 12));
      assertThat(hub.command("events").text())
          .contains("revision-rejected", "commit=" + bad.substring(0, 12), "subject=Midnight");
      assertThat(hub.page("/metrics").text())
          .contains("wildstream_config_last_reload_successful 0.0");

      hub.kill();
      hub.start().awaitPhase("wild-tv", "on-air", SOON);
      assertThat(inForce(hub)).as("of the next hub").isEqualTo(second.substring(0, 12));

      author.git("revert", "--no-edit", "HEAD");
      author.git("push", "-q", "origin", "main");
      timerFires();
      awaitInForce(hub, author.git("rev-parse", "HEAD"));
      assertThat(hub.command("status").text()).doesNotContain("REFUSED").contains("Revert");

      author.git("reset", "-q", "--hard", first);
      author.commit("Another history", "README", "not what was pulled\n");
      author.git("push", "-q", "--force", "origin", "main");
      assertThat(pull()).as("history was rewritten: never forward, so never pulled").isNotZero();
      assertThat(server.calls("publish")).as("through all of it").hasSize(1);
      assertThat(hub.phase("wild-tv")).isEqualTo("on-air");
    }
  }

  /** As after a reboot: nothing runs, and the runtime folder is empty. */
  @Test
  void aMachineThatBootsIntoABadCommitIsOnTheAirAsBefore() throws IOException {
    SampleMedia.put(Clip.of("426x240", 60), folder.resolve("media/forest/owls.mp4"));
    author = WorkTree.init(folder.resolve("author"));
    try (NginxRtmp server = new NginxRtmp(folder.resolve("nginx"));
        HubProcess hub = new HubProcess(folder, RealParts.bundledFfmpeg())) {
      hub.key("wild-tv", KEY);
      String good = author.commit("Begin", "channels/wild-tv.yaml", yaml(server, "forest"));
      hub.reading(author.folder().resolve("channels"));
      hub.start().awaitPhase("wild-tv", "on-air", SOON);
      author.commit("Midnight", "channels/wild-tv.yaml", "version: 1\nstreams: [\n");
      awaitRefused(hub);
      List<ProcessHandle> all = hub.ffmpegs().values().stream().flatMap(List::stream).toList();
      hub.kill();
      all.forEach(ProcessHandle::destroyForcibly);
      SampleMedia.run(List.of("rm", "-r", hub.runtime().toString()));

      hub.start().awaitPhase("wild-tv", "on-air", SOON);

      assertThat(inForce(hub)).isEqualTo(good.substring(0, 12));
      awaitRefused(hub);
      assertThat(hub.logText()).contains("from=\"the last good one, since the files are refused\"");
      assertThat(server.calls("publish")).hasSize(2);
    }
  }

  private String yaml(NginxRtmp server, String list) {
    return """
    version: 1
    streams:
      wild-tv:
        target: %s
        key: { file: %s }
        playlist:
          - %s/
    """
        .formatted(
            server.target(), folder.resolve("keys/wild-tv"), folder.resolve("media/" + list));
  }

  private String push(String subject, String yaml) {
    String id = author.commit(subject, "channels/wild-tv.yaml", yaml);
    author.git("push", "-q", "origin", "main");
    return id;
  }

  /** What the timer runs, on the clone of this test. */
  private int pull() throws IOException {
    String unit = Files.readString(Path.of("examples/git-sync/wild-stream-hub-git-sync.service"));
    String command =
        unit.lines()
            .filter(line -> line.startsWith("ExecStart="))
            .map(line -> line.substring("ExecStart=".length()))
            .findFirst()
            .orElseThrow()
            .replace("/etc/wild-stream-hub", folder.resolve("clone").toString());
    ProcessBuilder builder = new ProcessBuilder(command.split(" "));
    builder.environment().putAll(Map.of("GIT_CONFIG_GLOBAL", "/dev/null"));
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    try {
      return builder.start().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private void timerFires() throws IOException {
    assertThat(pull()).isZero();
  }

  private static String inForce(HubProcess hub) {
    return hub.status().path("configuration").path("revision").asString("");
  }

  private static void awaitInForce(HubProcess hub, String id) {
    Await.until(
        "commit " + id + " is in force",
        SOON,
        () -> inForce(hub).equals(id.substring(0, 12)),
        hub::logText);
  }

  private static void awaitRefused(HubProcess hub) {
    Await.until(
        "it is refused",
        SOON,
        () -> hub.status().path("configuration").path("refusedSince").isString(),
        hub::logText);
  }
}
