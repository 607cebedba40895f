package dev.wildstream.world;

import dev.wildstream.desired.Target;
import dev.wildstream.loop.Targets;
import dev.wildstream.observed.TargetView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** One hub's probes: each second for a minute, every 5 s up to ten minutes, then every 30 s. */
final class SimulatedTargets implements Targets {

  private static final Comparator<Target.Endpoint> BY_TEXT =
      Comparator.comparing(Target.Endpoint::toString);

  private final class Probe {
    final long since = world.agenda.now();
    TargetView view = new TargetView.Unknown();
    boolean over;
  }

  private final World world;
  private final SimulatedHub hub;
  private final Map<Target.Endpoint, Probe> probes = new TreeMap<>(BY_TEXT);

  SimulatedTargets(World world, SimulatedHub hub) {
    this.world = world;
    this.hub = hub;
  }

  @Override
  public TargetView view(Target.Endpoint endpoint) {
    Probe probe = probes.get(endpoint);
    TargetView view = probe == null ? new TargetView.Unknown() : probe.view;
    world.books.shown(endpoint, view);
    return view;
  }

  @Override
  public void want(Set<Target.Endpoint> endpoints) {
    for (Target.Endpoint known : List.copyOf(probes.keySet())) {
      if (!endpoints.contains(known)) {
        probes.remove(known).over = true;
      }
    }
    List<Target.Endpoint> sorted = new ArrayList<>(endpoints);
    sorted.sort(BY_TEXT);
    for (Target.Endpoint endpoint : sorted) {
      if (!probes.containsKey(endpoint)) {
        Probe probe = new Probe();
        probes.put(endpoint, probe);
        begin(endpoint, probe);
      }
    }
  }

  private void begin(Target.Endpoint endpoint, Probe probe) {
    long begun = world.agenda.now();
    boolean silent = world.server(endpoint).answers == SimulatedServer.Answers.SILENT;
    Duration takes = silent ? Duration.ofSeconds(1) : world.chances.millis(1, 30);
    world.agenda.in(takes, () -> answered(endpoint, probe, begun));
  }

  private void answered(Target.Endpoint endpoint, Probe probe, long begun) {
    if (probe.over || !hub.isAlive()) {
      return;
    }
    boolean open = world.server(endpoint).accepts();
    boolean turned =
        switch (probe.view) {
          case TargetView.Unknown unknown -> true;
          case TargetView.Open was -> !open;
          case TargetView.Closed was -> open;
          case TargetView.Forbidden was -> false;
        };
    if (turned) {
      probe.view =
          open
              ? new TargetView.Open(hub.clock().steady())
              : new TargetView.Closed(hub.clock().steady());
      hub.wake();
    }
    Duration wanted = Duration.ofNanos(begun - probe.since);
    Duration interval =
        wanted.compareTo(Duration.ofMinutes(1)) < 0
            ? Duration.ofSeconds(1)
            : Duration.ofSeconds(wanted.compareTo(Duration.ofMinutes(10)) < 0 ? 5 : 30);
    world.agenda.at(
        begun + interval.toNanos(),
        () -> {
          if (!probe.over && hub.isAlive()) {
            begin(endpoint, probe);
          }
        });
  }
}
