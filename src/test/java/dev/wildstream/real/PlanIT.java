package dev.wildstream.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.real.SampleMedia.Clip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code plan} says is what then happens, for each kind of edit: a stream for each. */
class PlanIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;

  /** A stream before and after; empty = it is not in the file. */
  private record Kind(String name, Optional<String> before, Optional<String> after, String plan) {}

  private final Map<String, Kind> kinds = new LinkedHashMap<>();
  private NginxRtmp server;

  private String stream(String key, String items, String more) {
    return stream(server.target(), key, items, more);
  }

  private String stream(String target, String key, String items, String more) {
    return """
    target: %s
    key: { file: keys/%s }
    playlist: %s
    """
            .formatted(target, key, items)
        + more;
  }

  private void kind(String name, String before, String after, String plan) {
    kinds.put(name, new Kind(name, Optional.of(before), Optional.of(after), plan));
  }

  private void kinds() {
    String items = "[ media/a.mp4, media/b.mp4 ]";
    String none = "";
    kind(
        "put-in",
        stream("k1", items, none),
        stream("k1", "[ media/a.mp4, media/c.mp4, media/b.mp4 ]", none),
        "~ next item, no reconnect");
    kind(
        "taken-out",
        stream("k2", items, none),
        stream("k2", "[ media/b.mp4 ]", none),
        "~ next item, no reconnect");
    kind(
        "taken-out-now",
        stream("k3", items, "apply: now\n"),
        stream("k3", "[ media/b.mp4 ]", "apply: now\n"),
        "~ within a second if what is on the air left the list, else next item; no reconnect");
    kind(
        "reordered",
        stream("k4", items, "apply: now\n"),
        stream("k4", "[ media/b.mp4, media/a.mp4 ]", "apply: now\n"),
        "~ next item, no reconnect");
    kind(
        "picture",
        stream("k5", items, none),
        stream("k5", items, "media: { video: { bitrate: 1M, keyframe: 4s, fps: 25 } }\n"),
        "~ next item, no reconnect");
    kind(
        "sound",
        stream("k6", items, "media: { audio: { sampleRate: 44100 } }\n"),
        stream("k6", items, "media: { audio: { sampleRate: 48000 } }\n"),
        "~ one reconnect");
    kind(
        "sound-copied",
        stream("k7", items, "media: { mode: copy }\n"),
        stream("k7", items, "media: { mode: copy, audio: { channels: 1 } }\n"),
        "~ nothing");
    kind(
        "target",
        stream("k8", items, none),
        stream(server.target() + "?backup=1", "k8", items, none),
        "~ one reconnect");
    kind("key", stream("k9", items, none), stream("k9b", items, none), "~ one reconnect");
    kind(
        "restarted",
        stream("k10", items, none),
        stream("k10", items, "restartedAt: noon\n"),
        "~ one reconnect");
    kind(
        "switched-off",
        stream("k11", items, none),
        stream("k11", items, "enabled: false\n"),
        "- goes off the air");
    kind(
        "switched-on",
        stream("k12", items, "enabled: false\n"),
        stream("k12", items, none),
        "+ goes on the air");
    kind(
        "settings",
        stream("k13", items, none),
        stream(
            "k13",
            items,
            """
            retry: { attempts: 3, delay: 6s, atOnce: false }
            watchdog: { stallTimeout: 12s, minSpeed: 0.8 }
            resume: item
            standby: none
            session: { reconnectEvery: 11h }
            """),
        "~ nothing; a session older than that is followed by another at its item's end");
    kinds.put(
        "removed",
        new Kind(
            "removed",
            Optional.of(stream("k14", items, none)),
            Optional.empty(),
            "- goes off the air"));
    kinds.put(
        "old-name",
        new Kind(
            "old-name",
            Optional.of(stream("k15", items, none)),
            Optional.empty(),
            "- goes off the air"));
    kinds.put(
        "new-name",
        new Kind(
            "new-name",
            Optional.empty(),
            Optional.of(stream("k15", items, none)),
            "+ goes on the air where old-name was, once that is down"));
    kind("untouched", stream("k16", items, none), stream("k16", items, none), "");
    kinds.put(
        "twin",
        new Kind(
            "twin",
            Optional.empty(),
            Optional.of(stream("k16", items, none)),
            "~ nothing, it is not on the air; blocked: same target and key as untouched"));
  }

  private static String yaml(java.util.stream.Stream<Map.Entry<String, String>> streams) {
    StringBuilder yaml = new StringBuilder("version: 1\nstreams:\n");
    streams.forEach(stream ->
        yaml.append("  ")
            .append(stream.getKey())
            .append(":\n")
            .append(stream.getValue().indent(4)));
    return yaml.toString();
  }

  private String before() {
    return yaml(
        kinds.values().stream()
            .flatMap(kind -> kind.before().map(text -> Map.entry(kind.name(), text)).stream()));
  }

  private String after() {
    return yaml(
        kinds.values().stream()
            .flatMap(kind -> kind.after().map(text -> Map.entry(kind.name(), text)).stream()));
  }

  /** What the plan says of each stream: {@code ~ one reconnect}. */
  private static Map<String, String> planned(String text) {
    Map<String, String> planned = new LinkedHashMap<>();
    Matcher lines = Pattern.compile("^([-+~]) ([a-z-]+): (.*)$", Pattern.MULTILINE).matcher(text);
    while (lines.find()) {
      planned.put(lines.group(2), lines.group(1) + " " + lines.group(3));
    }
    return planned;
  }

  private record Seen(long pid, long sessions) {}

  private static Seen seen(HubProcess hub, String name) {
    var stream = hub.stream(name);
    return new Seen(
        stream.path("observed").path("publisher").path("pid").asLong(0),
        stream.path("remembered").path("sessions").asLong(0));
  }

  @Test
  void whatItSaysIsWhatThenHappensForEachKindOfEdit() throws IOException {
    SampleMedia.put(Clip.of("320x180", 12), folder.resolve("media/a.mp4"));
    SampleMedia.put(Clip.of("320x180", 11), folder.resolve("media/b.mp4"));
    SampleMedia.put(Clip.of("320x180", 9), folder.resolve("media/c.mp4"));
    try (NginxRtmp nginx = new NginxRtmp(folder.resolve("nginx"));
        HubProcess hub = new HubProcess(folder, RealParts.bundledFfmpeg())) {
      server = nginx;
      kinds();
      for (int i = 1; i <= 16; i++) {
        hub.key("k" + i, "secret-" + i);
      }
      hub.key("k9b", "secret-9b");
      hub.write(before());
      hub.start();
      List<String> wasOn =
          kinds.values().stream()
              .filter(kind -> kind.before().filter(b -> !b.contains("enabled: false")).isPresent())
              .map(Kind::name)
              .toList();
      wasOn.forEach(name -> hub.awaitPhase(name, "on-air", PATIENCE));

      // the merge that is to come, in a checkout elsewhere
      Path checkout = Files.createDirectories(folder.resolve("somewhere/checkout"));
      Path merge = Files.writeString(checkout.resolve("streams.yaml"), after());
      HubProcess.Answer plan = hub.command("plan", "--exit-code", merge.toString());
      Map<String, String> planned = planned(plan.text());
      for (Kind kind : kinds.values()) {
        assertThat(planned.getOrDefault(kind.name(), "")).as(plan.text()).isEqualTo(kind.plan());
      }
      assertThat(plan.text())
          .contains("2 to start, 12 to change, 3 to stop, 1 unchanged")
          .contains("+ media/c.mp4", "key: file " + folder.resolve("keys/k9"))
          .doesNotContain("secret-");
      assertThat(plan.status()).isEqualTo(3);

      Map<String, Seen> before = new LinkedHashMap<>();
      wasOn.forEach(name -> before.put(name, seen(hub, name)));
      int publishes = server.calls("publish").size();
      assertThat(publishes).isEqualTo(wasOn.size());
      hub.write(after());
      planned.forEach((name, what) ->
          Await.until(
              name + ": " + what,
              PATIENCE,
              () -> hasHappened(hub, name, what, Optional.ofNullable(before.get(name))),
              () -> hub.stream(name) + "\n" + hub.logText()));
      Await.until(
          "what was put in is on the air",
          PATIENCE,
          () -> hub.stream("put-in").path("nowPlaying").path("item").asString("").equals("c.mp4"));
      planned.forEach((name, what) ->
          assertThat(hasHappened(hub, name, what, Optional.ofNullable(before.get(name))))
              .as(name + " still: " + what + "\n" + hub.stream(name))
              .isTrue());
      assertThat(hub.logText().lines().filter(line -> line.contains("Cut to what the list says")))
          .as("what is cut off is what was said to be")
          .singleElement()
          .asString()
          .contains("stream=taken-out-now");
      assertThat(seen(hub, "untouched")).isEqualTo(before.get("untouched"));
      assertThat(server.calls("publish")).hasSize(publishes + 4 + 2);
      assertThat(server.publishers()).isEqualTo(wasOn.size() - 1);

      HubProcess.Answer nothing = hub.command("plan", "--exit-code");
      assertThat(nothing.text()).contains("0 to start, 0 to change, 0 to stop, 16 unchanged");
      assertThat(nothing.status()).isZero();

      hub.write(after().replace("playlist:", "playlits:"));
      HubProcess.Answer bad = hub.command("plan", "--exit-code");
      assertThat(bad.status()).isEqualTo(1);
      assertThat(bad.text()).contains("did you mean \"playlist\"?");
      Await.until("refused", PATIENCE, () -> hub.command("status").text().contains("REFUSED"));
      HubProcess.Answer mended = hub.command("plan", merge.toString());
      assertThat(mended.text()).contains("last good revision", "16 unchanged");

      hub.stop();
      Files.writeString(merge, before());
      HubProcess.Answer back = hub.command("plan", merge.toString());
      assertThat(back.status()).isZero();
      assertThat(back.text())
          .contains("no hub runs", "compared with the revision that was in force last")
          .contains("+ removed: goes on the air", "~ target: one reconnect");
    }
  }

  private boolean hasHappened(HubProcess hub, String name, String what, Optional<Seen> before) {
    Seen now = seen(hub, name);
    String phase = hub.phase(name);
    if (what.startsWith("+ ")) {
      return phase.equals("on-air") && now.sessions() == 1;
    }
    if (what.startsWith("- ")) {
      return phase.isEmpty() || phase.equals("off") && now.pid() == 0;
    }
    if (what.contains("blocked:")) {
      return phase.equals("blocked") && now.sessions() == 0;
    }
    long sessions = before.orElseThrow().sessions() + (what.equals("~ one reconnect") ? 1 : 0);
    boolean samePid = now.pid() == before.get().pid();
    return phase.equals("on-air")
        && now.sessions() == sessions
        && samePid != what.equals("~ one reconnect");
  }
}
