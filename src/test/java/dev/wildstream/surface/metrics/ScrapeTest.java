package dev.wildstream.surface.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.wildstream.loop.Snapshot;
import dev.wildstream.surface.Snapshots;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScrapeTest {

  private final AtomicReference<Optional<Snapshot>> newest =
      new AtomicReference<>(Optional.empty());
  private Scrape scrape = made(Duration.ZERO);

  private Scrape made(Duration later) {
    return new Scrape(new HubMetrics(newest::get, Snapshots.clock(later), () -> true));
  }

  @AfterEach
  void close() {
    scrape.close();
  }

  private void publish(Snapshot snapshot) {
    newest.set(Optional.of(snapshot));
    scrape.update(snapshot);
  }

  private List<String> lines() {
    return scrape.text("").lines().toList();
  }

  @Test
  void aStreamOnTheAirHasAllItsSeries() {
    publish(Snapshots.of(Snapshots.onAir("wild-tv", "b.mp4")));
    assertThat(lines())
        .contains(
            "wildstream_stream_enabled{stream=\"wild-tv\"} 1.0",
            "wildstream_stream_on_air{stream=\"wild-tv\"} 1.0",
            "wildstream_stream_phase{phase=\"on-air\",stream=\"wild-tv\"} 1.0",
            "wildstream_stream_phase{phase=\"off\",stream=\"wild-tv\"} 0.0",
            "wildstream_stream_phase{phase=\"blocked\",stream=\"wild-tv\"} 0.0",
            "wildstream_stream_restarts_total{reason=\"network\",stream=\"wild-tv\"} 7.0",
            "wildstream_stream_retry_attempts{stream=\"wild-tv\"} 0.0",
            "wildstream_stream_on_air_seconds_total{stream=\"wild-tv\"} 120.25",
            "wildstream_stream_off_air_seconds_total{stream=\"wild-tv\"} 30.0",
            "wildstream_stream_sent_bytes_total{stream=\"wild-tv\"} 1000.0",
            "wildstream_stream_speed_ratio{stream=\"wild-tv\"} 1.01",
            "wildstream_stream_dropped_frames_total{stream=\"wild-tv\"} 6.0",
            "wildstream_stream_item_info{index=\"2\",item=\"b.mp4\",stream=\"wild-tv\"} 1",
            "wildstream_stream_items_played_total{stream=\"wild-tv\"} 41.0",
            "wildstream_stream_feeder_seconds_total{mode=\"copy\",stream=\"wild-tv\"} 125.0",
            "wildstream_stream_items_skipped_total{reason=\"missing\",stream=\"wild-tv\"} 5.0",
            "wildstream_stream_items_skipped_total{reason=\"odd\",stream=\"wild-tv\"} 1.0",
            "wildstream_stream_session_start_timestamp_seconds{stream=\"wild-tv\"} 1.795341481E9",
            "wildstream_stream_last_progress_timestamp_seconds{stream=\"wild-tv\"}"
                + " 1.7953415995E9");
    for (String reason : StreamMeters.RESTARTS.subList(1, StreamMeters.RESTARTS.size())) {
      assertThat(lines())
          .contains(
              "wildstream_stream_restarts_total{reason=\"%s\",stream=\"wild-tv\"} 0.0"
                  .formatted(reason));
    }
  }

  @Test
  void theHubHasItsSeries() {
    publish(Snapshots.of());
    assertThat(lines())
        .contains(
            "wildstream_config_last_reload_successful 1.0",
            "wildstream_config_last_reload_success_timestamp_seconds 1.795341E9",
            "wildstream_config_reloads_total{outcome=\"applied\"} 2.0",
            "wildstream_config_reloads_total{outcome=\"unchanged\"} 5.0",
            "wildstream_config_reloads_total{outcome=\"rejected\"} 0.0",
            "wildstream_config_info{digest=\"0123456789abcdef0123456789abcdef\","
                + "revision=\"0123456789ab\"} 1",
            "wildstream_config_watch_alive 1.0",
            "wildstream_listening 1.0",
            "wildstream_state_writable 1.0",
            "wildstream_reconcile_last_timestamp_seconds 1.7953416E9",
            "wildstream_reconcile_duration_seconds_count 1",
            "wildstream_reconcile_duration_seconds_bucket{le=\"0.003\"} 1")
        .anyMatch(l -> l.startsWith("wildstream_build_info{java=\"25"))
        .anyMatch(l -> l.startsWith("jvm_memory_used_bytes"))
        .anyMatch(l -> l.startsWith("process_files_open_files"))
        .noneMatch(l -> l.contains("process_cpu_time_ns_total") || l.contains("system_cpu_count"));
  }

  @Test
  void aSlowStreamIsToldFromAFastOne() {
    publish(Snapshots.of(Snapshots.onAir("wild-tv", "b.mp4"), Snapshots.slow("forest")));
    assertThat(lines())
        .contains(
            "wildstream_stream_slow{stream=\"wild-tv\"} 0.0",
            "wildstream_stream_slow{stream=\"forest\"} 1.0",
            "wildstream_stream_slow_spells_total{stream=\"forest\"} 2.0");
    publish(Snapshots.of(Snapshots.retrying("wild-tv", "why")));
    assertThat(lines()).contains("wildstream_stream_slow{stream=\"wild-tv\"} 0.0");
  }

  @Test
  void everyReasonToSkipAnItemIsASeriesFromTheFirstMoment() {
    publish(Snapshots.of(Snapshots.onAir("wild-tv", "b.mp4")));
    for (String reason : List.of("media", "format", "starved", "internal")) {
      assertThat(lines())
          .contains(
              "wildstream_stream_items_skipped_total{reason=\"%s\",stream=\"wild-tv\"} 0.0"
                  .formatted(reason));
    }
  }

  @Test
  void theSameTurnIsCountedOnce() {
    publish(Snapshots.of());
    publish(Snapshots.of());
    assertThat(lines()).contains("wildstream_reconcile_duration_seconds_count 1");
  }

  @Test
  void aStreamThatComesHasSeriesAndOneThatGoesHasNone() {
    publish(Snapshots.of(Snapshots.onAir("wild-tv", "b.mp4")));
    assertThat(scrape.text("")).doesNotContain("forest");
    publish(Snapshots.of(Snapshots.onAir("wild-tv", "b.mp4"), Snapshots.retrying("forest", "why")));
    assertThat(lines())
        .contains(
            "wildstream_stream_on_air{stream=\"forest\"} 0.0",
            "wildstream_stream_retry_attempts{stream=\"forest\"} 2.0",
            "wildstream_stream_phase{phase=\"retrying\",stream=\"forest\"} 1.0")
        .noneMatch(l -> l.startsWith("wildstream_stream_session_start") && l.contains("forest"));
    publish(Snapshots.of(Snapshots.retrying("forest", "why")));
    assertThat(scrape.text("")).doesNotContain("wild-tv").contains("forest");
  }

  @Test
  void theItemOnTheAirIsTheOnlyOneShown() {
    publish(Snapshots.of(Snapshots.onAir("wild-tv", "b.mp4")));
    publish(Snapshots.of(Snapshots.onAir("wild-tv", "c.mp4")));
    assertThat(scrape.text("")).contains("item=\"c.mp4\"").doesNotContain("item=\"b.mp4\"");
  }

  @Test
  void aStreamThatLeavesTheAirHasNoSessionStart() {
    publish(Snapshots.of(Snapshots.onAir("wild-tv", "b.mp4")));
    publish(Snapshots.of(Snapshots.retrying("wild-tv", "why")));
    assertThat(scrape.text("")).doesNotContain("session_start_timestamp", "item_info");
  }

  @Test
  void aSnapshotThatIsOldDoesNotClaimToBeOnTheAir() {
    scrape.close();
    scrape = made(Duration.ofSeconds(11));
    publish(Snapshots.of(Snapshots.onAir("wild-tv", "b.mp4")));
    assertThat(lines()).contains("wildstream_stream_on_air{stream=\"wild-tv\"} 0.0");
  }

  @Test
  void openMetricsIsAnsweredWhereAskedFor() {
    String accept = "application/openmetrics-text;version=1.0.0,text/plain;q=0.5";
    assertThat(scrape.contentType(accept)).startsWith("application/openmetrics-text");
    assertThat(scrape.text(accept)).endsWith("# EOF\n");
    assertThat(scrape.contentType("*/*")).startsWith("text/plain; version=0.0.4");
    assertThat(scrape.text("*/*")).doesNotContain("# EOF");
  }

  @Test
  void noKeyIsInIt() {
    publish(Snapshots.of(Snapshots.onAir("wild-tv", "b.mp4"), Snapshots.retrying("forest", "why")));
    assertThat(scrape.text("")).doesNotContain(Snapshots.KEY, Snapshots.TOKEN);
  }

  @Test
  void promtoolFindsNothingToObjectTo() throws Exception {
    Optional<Path> promtool =
        Arrays.stream(System.getenv("PATH").split(":"))
            .map(folder -> Path.of(folder, "promtool"))
            .filter(Files::isExecutable)
            .findFirst();
    assumeThat(promtool.isPresent() || "true".equals(System.getenv("CI")))
        .as("promtool is on PATH, or this is CI, where it has to be")
        .isTrue();
    assertThat(promtool).as("promtool, from Debian's package prometheus").isPresent();
    System.gc();
    publish(Snapshots.of(Snapshots.onAir("wild-tv", "b.mp4"), Snapshots.retrying("forest", "why")));
    assertThat(check(promtool.orElseThrow(), scrape.text(""))).isEmpty();
  }

  private static String check(Path promtool, String text) throws IOException {
    Process process =
        new ProcessBuilder(promtool.toString(), "check", "metrics")
            .redirectErrorStream(true)
            .start();
    try (var in = process.getOutputStream()) {
      in.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
