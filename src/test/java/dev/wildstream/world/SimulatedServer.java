package dev.wildstream.world;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An RTMP server at a host and port, with all that it can do to a publisher. */
final class SimulatedServer {

  /** How it answers a connect. */
  enum Answers {
    YES,
    /** Refuses the connection. */
    REFUSES,
    /** Packets vanish. */
    SILENT,
    /** Accepts the connection, and never says a word of RTMP. */
    NO_HANDSHAKE
  }

  /** What comes of a connect. */
  enum Outcome {
    CONNECTED,
    REFUSED,
    TIMED_OUT,
    NO_HANDSHAKE,
    REJECTED,
    BUSY
  }

  Answers answers = Answers.YES;

  /** Says that a session's place is taken for a while after its publisher was killed. */
  boolean keepsGhosts;

  /** Ends each session within seconds of its begin. */
  boolean dropsSoon;

  private final Set<String> refusedKeys = new HashSet<>();
  private final Map<String, SimulatedPublisher> live = new HashMap<>();
  private final Map<String, Long> ghosts = new HashMap<>();

  void refuse(String key, boolean now) {
    if (now) {
      refusedKeys.add(key);
    } else {
      refusedKeys.remove(key);
    }
  }

  boolean refuses(String key) {
    return refusedKeys.contains(key);
  }

  /** Whether a bare TCP connect succeeds. */
  boolean accepts() {
    return answers == Answers.YES || answers == Answers.NO_HANDSHAKE;
  }

  Outcome connect(SimulatedPublisher publisher, long now) {
    switch (answers) {
      case REFUSES -> {
        return Outcome.REFUSED;
      }
      case SILENT -> {
        return Outcome.TIMED_OUT;
      }
      case NO_HANDSHAKE -> {
        return Outcome.NO_HANDSHAKE;
      }
      case YES -> {}
    }
    if (refusedKeys.contains(publisher.key())) {
      return Outcome.REJECTED;
    }
    boolean taken = live.containsKey(publisher.place());
    if (taken || ghosts.getOrDefault(publisher.place(), 0L) > now) {
      return Outcome.BUSY;
    }
    live.put(publisher.place(), publisher);
    return Outcome.CONNECTED;
  }

  /** A session ends; a ghost of it may stay. */
  void release(SimulatedPublisher publisher, long ghostUntil) {
    if (live.remove(publisher.place(), publisher)) {
      ghosts.put(publisher.place(), ghostUntil);
    }
  }

  boolean holds(SimulatedPublisher publisher) {
    return Optional.ofNullable(live.get(publisher.place())).filter(publisher::equals).isPresent();
  }

  /** The machine slept so long, and the server did not. */
  void agesBy(long nanos) {
    ghosts.replaceAll((place, until) -> until - nanos);
  }

  /** All is well from now on; ghosts fade by themselves. */
  void heal() {
    answers = Answers.YES;
    dropsSoon = false;
    keepsGhosts = false;
    refusedKeys.clear();
  }
}
