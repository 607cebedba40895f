package dev.wildstream.real.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What was seen, held against what is promised. Every complaint is a line or more. */
final class Verdict {

  private static final Pattern RESTARTS =
      Pattern.compile(
          "wildstream_stream_restarts_total\\{reason=\"([^\"]+)\",stream=\"([^\"]+)\"\\} ([0-9.]+)");

  private final Scene scene;
  private final List<String> complaints = new ArrayList<>();

  Verdict(Scene scene) {
    this.scene = scene;
  }

  List<String> complaints() {
    return complaints;
  }

  /** Never two publishers, by /proc and by the server. */
  Verdict onePublisher() {
    complaints.addAll(scene.starts.doubles());
    scene.stations.forEach(station -> complaints.addAll(station.air().doubles()));
    return this;
  }

  /** Off the air for no longer than the faults allow, and never without one. */
  Verdict offAir() {
    for (Station station : scene.stations) {
      List<Air.Silence> silences = station.air().silences();
      List<Ledger.Cluster> clusters = scene.ledger.clusters(station.name);
      for (Air.Silence silence : silences) {
        if (clusters.stream().noneMatch(c -> c.touches(silence.from(), silence.to()))) {
          complaints.add(station + " was off the air for no reason: " + silence);
        }
      }
      for (Ledger.Cluster cluster : clusters) {
        List<Air.Silence> its =
            silences.stream().filter(s -> cluster.touches(s.from(), s.to())).toList();
        Duration off = its.stream().map(Air.Silence::length).reduce(Duration.ZERO, Duration::plus);
        if (off.compareTo(cluster.costs()) > 0) {
          complaints.add(
              "%s was off the air for %.2f s where %.2f s are allowed: %s, after\n    %s"
                  .formatted(
                      station,
                      off.toMillis() / 1e3,
                      cluster.costs().toMillis() / 1e3,
                      its,
                      cluster));
        }
      }
    }
    return this;
  }

  /** No restart without a fault that may cause one. */
  Verdict restartsForAReason() {
    for (Station station : scene.stations) {
      List<Starts.Life> publishers = scene.starts.publishers(station.name);
      for (Starts.Life publisher : publishers.subList(1, publishers.size())) {
        boolean explained =
            scene.ledger.clusters(station.name).stream()
                .filter(cluster -> cluster.touches(publisher.began, publisher.began))
                .anyMatch(cluster -> !cluster.reasons().isEmpty());
        if (!explained) {
          complaints.add("a restart for no reason: " + publisher);
        }
      }
    }
    return this;
  }

  /**
   * Each restart is in the metrics, for a reason that there was. A hub that is killed between its
   * record and the start has counted one that never came to be, or, where the record did not get
   * through, may have missed one. Whoever switches a stream on again starts it, and restarts
   * nothing.
   */
  Verdict restartsAreCounted(String metrics) {
    Map<String, Double> counted = new HashMap<>();
    Map<String, Set<String>> reasons = new HashMap<>();
    Matcher line = RESTARTS.matcher(metrics);
    while (line.find()) {
      double count = Double.parseDouble(line.group(3));
      counted.merge(line.group(2), count, Double::sum);
      if (count > 0) {
        reasons.computeIfAbsent(line.group(2), s -> new HashSet<>()).add(line.group(1));
      }
    }
    for (Station station : scene.stations) {
      long restarts = scene.starts.publishers(station.name).size() - 1;
      long kills =
          scene.ledger.entries().stream().filter(entry -> entry.touch() == Touch.HUB).count();
      long firstStarts =
          scene.ledger.of(station.name).stream()
              .filter(entry -> entry.what().endsWith(EditActs.SWITCHED_OFF))
              .count();
      double difference = Math.abs(counted.getOrDefault(station.name, 0.0) - restarts);
      if (difference > kills + firstStarts) {
        complaints.add(
            "%s was restarted %d times, and %s are counted"
                .formatted(station, restarts, counted.get(station.name)));
      } else if (difference > 0) {
        scene.journal.note(
            "%s was restarted %d times, %s are counted, over %d hubs"
                .formatted(station, restarts, counted.get(station.name), kills + 1));
      }
      Set<String> given = new HashSet<>();
      for (Ledger.Entry entry : scene.ledger.of(station.name)) {
        given.addAll(entry.reasons());
        if (entry.touch() == Touch.EDITS) {
          given.add("edit"); // one that waits for its next attempt is tried again at once
        }
      }
      Set<String> without = reasons.getOrDefault(station.name, new HashSet<>());
      without.removeAll(given);
      if (!without.isEmpty()) {
        complaints.add(station + " has restarts for " + without + ", which nobody caused");
      }
    }
    return this;
  }

  /** Nothing is started while a stream is switched off, and nothing lives on. */
  Verdict offMeansOff() {
    for (Ledger.Entry entry : scene.ledger.entries()) {
      if (!entry.what().endsWith(EditActs.SWITCHED_OFF)) {
        continue;
      }
      String station = entry.station().orElseThrow();
      Duration down = entry.from().plus(Allowance.SETTLED).plusSeconds(1).plus(held(entry));
      for (Starts.Life publisher : scene.starts.publishers(station)) {
        boolean livesOn = publisher.until().compareTo(down) > 0;
        if (livesOn
            && publisher.began.compareTo(entry.to()) < 0
            && down.compareTo(entry.to()) < 0) {
          complaints.add(publisher + " was alive though it was switched off\n    " + entry);
        }
      }
    }
    return this;
  }

  /** How much later the hub may have seen the edit. */
  private Duration held(Ledger.Entry edit) {
    return scene.ledger.entries().stream()
        .filter(entry -> entry.touch().holdsUpTheHub())
        .filter(entry -> entry.from().compareTo(edit.to()) < 0)
        .filter(entry -> entry.until().compareTo(edit.from()) > 0)
        .map(Ledger.Entry::delays)
        .reduce(Duration.ZERO, Duration::plus);
  }

  Verdict goesOnWhereItStopped() {
    complaints.addAll(scene.positions.wrong());
    return this;
  }

  Verdict with(List<String> more) {
    complaints.addAll(more);
    return this;
  }

  Verdict with(Optional<String> more) {
    more.ifPresent(complaints::add);
    return this;
  }
}
