package dev.wildstream.reconcile;

import dev.wildstream.desired.StreamSpec;
import dev.wildstream.memory.Asked;
import dev.wildstream.memory.Counters;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.Format;
import dev.wildstream.memory.ItemIdentity;
import dev.wildstream.memory.LastFailure;
import dev.wildstream.memory.Phase;
import dev.wildstream.memory.Position;
import dev.wildstream.memory.Retries;
import dev.wildstream.memory.Session;
import dev.wildstream.memory.SetAside;
import dev.wildstream.memory.StreamMemory;
import dev.wildstream.observed.CardView;
import dev.wildstream.observed.MediaView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A decision while it is made: the memory as it becomes, and what was decided so far. Lives for one
 * call of decide.
 */
final class Draft {

  /** Beyond it, all is forgotten and told again. */
  private static final int MOST_REMARKS = 1_000;

  final Situation situation;
  final Instant now;

  String boot;

  /** Whether the machine was booted since the last decision. */
  boolean rebooted;

  Optional<Asked> asked;
  Phase phase;
  String reason;
  Instant since;
  Retries retries;
  Optional<Session> session;
  long sessions;
  Optional<Position> position;
  List<ItemIdentity> before;
  Map<String, SetAside> setAside;
  Map<String, String> remarks;
  Optional<Format> format;
  Counters counters;
  Optional<LastFailure> lastFailure;
  Instant accountedAt;

  private final List<Step> steps = new ArrayList<>();
  private final List<Happening> happenings = new ArrayList<>();
  final Set<MediaView.Source> wantedFacts = new LinkedHashSet<>();
  Optional<Instant> listingNotBefore = Optional.empty();
  Optional<CardView.Card> wantedCard = Optional.empty();
  boolean wantsProbe;

  /** What was fed already of the session that is to be begun. */
  Optional<Session.Ahead> ahead = Optional.empty();

  private Optional<Instant> wakeAt = Optional.empty();

  Draft(Situation situation, Instant now) {
    this.situation = situation;
    this.now = now;
    StreamMemory memory = situation.memory();
    boot = memory.boot();
    asked = memory.asked();
    phase = memory.phase();
    reason = memory.reason();
    since = memory.since();
    retries = memory.retries();
    session = memory.session();
    sessions = memory.sessions();
    position = memory.position();
    before = memory.before();
    setAside = memory.setAside();
    remarks = memory.remarks();
    format = memory.format();
    counters = memory.counters();
    lastFailure = memory.lastFailure();
    accountedAt = memory.accountedAt();
  }

  /** Goes to a phase, or stays in it with another reason. */
  void enter(Phase next, String why) {
    if (phase != next) {
      since = now;
    }
    phase = next;
    reason = why;
  }

  /**
   * Notes what is told of an item.
   *
   * @return whether it is news
   */
  boolean remarks(String path, String remark) {
    if (remark.equals(remarks.get(path))) {
      return false;
    }
    Map<String, String> changed = new TreeMap<>(remarks.size() < MOST_REMARKS ? remarks : Map.of());
    changed.put(path, remark);
    remarks = changed;
    return true;
  }

  /** Makes what was told of an item news again. */
  void forgetRemark(String path) {
    if (remarks.containsKey(path)) {
      Map<String, String> changed = new TreeMap<>(remarks);
      changed.remove(path);
      remarks = changed;
    }
  }

  void step(Step step) {
    steps.add(step);
  }

  void tell(Event.Kind kind, String... keysAndValues) {
    happenings.add(Happening.of(kind, keysAndValues));
  }

  /** Looks again at {@code at} at the latest. */
  void lookAgain(Instant at) {
    if (wakeAt.isEmpty() || at.isBefore(wakeAt.get())) {
      wakeAt = Optional.of(at);
    }
  }

  Decision finish(Optional<StreamSpec> wanted, String playlistDigest) {
    StreamMemory memory =
        new StreamMemory(
            boot,
            asked,
            phase,
            reason,
            since,
            retries,
            session,
            sessions,
            position,
            before,
            situation.memory().shuffleSeed(),
            setAside,
            remarks,
            format,
            counters,
            lastFailure,
            accountedAt);
    Wants wants =
        wanted
            .map(spec ->
                new Wants(
                    Optional.of(spec.key()),
                    listingNotBefore.map(
                        at -> new Wants.ListingRequest(playlistDigest, spec.playlist(), at)),
                    List.copyOf(wantedFacts),
                    wantedCard,
                    wantsProbe ? Optional.of(spec.target().endpoint()) : Optional.empty()))
            .orElse(Wants.NOTHING);
    return new Decision(memory, steps, happenings, wants, wakeAt);
  }
}
