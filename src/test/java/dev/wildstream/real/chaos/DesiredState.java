package dev.wildstream.real.chaos;

import dev.wildstream.real.HubProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The desired-state file of a run, as its owner would edit it. */
final class DesiredState {

  private final HubProcess hub;
  private final List<Station> stations;
  private final Set<Station> off = new HashSet<>();
  private final Set<Station> emptied = new HashSet<>();
  private final Map<Station, List<Path>> items = new HashMap<>();
  private final Map<Station, Integer> restarts = new HashMap<>();
  private int edits;

  DesiredState(HubProcess hub, List<Station> stations) {
    this.hub = hub;
    this.stations = stations;
    stations.forEach(station -> items.put(station, station.shelf.items()));
  }

  synchronized List<Path> items(Station station) {
    return items.get(station);
  }

  synchronized void switchOff(Station station) {
    off.add(station);
    write();
  }

  synchronized void switchOn(Station station) {
    off.remove(station);
    write();
  }

  synchronized void empty(Station station) {
    emptied.add(station);
    write();
  }

  synchronized void refill(Station station) {
    emptied.remove(station);
    write();
  }

  /** The second half of the list first. */
  synchronized void reorder(Station station) {
    List<Path> before = items.get(station);
    List<Path> after = new ArrayList<>(before.subList(before.size() / 2, before.size()));
    after.addAll(before.subList(0, before.size() / 2));
    items.put(station, after);
    write();
  }

  synchronized void restart(Station station) {
    restarts.merge(station, 1, Integer::sum);
    write();
  }

  /** Something that costs nothing. */
  synchronized void writeAnew() {
    edits++;
    write();
  }

  synchronized void write() {
    hub.write(yaml());
  }

  synchronized String yaml() {
    StringBuilder yaml =
        new StringBuilder(
            """
            version: 1
            defaults:
              retry: { attempts: unlimited, delay: 2s, healthyAfter: 5s, networkDelayMax: 4s }
              watchdog: { startTimeout: 5s, stallTimeout: 4s, speedWindow: %ds }
            streams:
            """
                .formatted(60 + edits));
    for (Station station : stations) {
      yaml.append(
          """
            %s:
              enabled: %s
              target: %s
              key: { file: keys/%s }
              restartedAt: "%d"
          """
              .formatted(
                  station.name,
                  !off.contains(station),
                  station.server.target(),
                  station.name,
                  restarts.getOrDefault(station, 0)));
      if (emptied.contains(station)) {
        yaml.append("    playlist: []\n");
      } else {
        yaml.append("    playlist:\n");
        items.get(station).forEach(item -> yaml.append("      - " + item + "\n"));
      }
    }
    return yaml.toString();
  }
}
