package dev.wildstream.surface.metrics;

import dev.wildstream.loop.Snapshot;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;

/** The registry, and what a scrape of it answers. */
public final class Scrape implements AutoCloseable {

  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final HubMetrics hub;
  private final JvmGcMetrics collections = new JvmGcMetrics();

  /** Of the hub, the JVM and the process. */
  public Scrape(HubMetrics hub) {
    this.hub = hub;
    // promtool objects to these two: nanoseconds are no base unit, and a count is no gauge's name
    registry.config().meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"));
    registry.config().meterFilter(MeterFilter.denyNameStartsWith("system.cpu.count"));
    List<MeterBinder> binders =
        List.of(
            hub,
            collections,
            new JvmMemoryMetrics(),
            new JvmThreadMetrics(),
            new JvmInfoMetrics(),
            new ClassLoaderMetrics(),
            new ProcessorMetrics(),
            new UptimeMetrics(),
            new FileDescriptorMetrics());
    binders.forEach(b -> b.bindTo(registry));
  }

  /**
   * What the Content-Type of an answer is.
   *
   * @param accept the request's header; may be empty
   */
  public String contentType(String accept) {
    return accept.contains("application/openmetrics-text") ? OPEN_METRICS : TEXT;
  }

  /** All series, in the format that {@code accept} asks for. */
  public String text(String accept) {
    return registry.scrape(contentType(accept));
  }

  /** Takes note of a newly published Snapshot. */
  public void update(Snapshot snapshot) {
    hub.update(snapshot);
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
