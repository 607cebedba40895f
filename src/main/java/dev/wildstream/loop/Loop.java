package dev.wildstream.loop;

import dev.wildstream.desired.KeyReference;
import dev.wildstream.desired.StreamName;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.desired.Target;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.StreamMemory;
import dev.wildstream.observed.FeederView;
import dev.wildstream.observed.KeyView;
import dev.wildstream.observed.PublisherView;
import dev.wildstream.observed.StreamObservation;
import dev.wildstream.observed.TargetView;
import dev.wildstream.reconcile.Decision;
import dev.wildstream.reconcile.Happening;
import dev.wildstream.reconcile.Reconciler;
import dev.wildstream.reconcile.Situation;
import dev.wildstream.reconcile.Step;
import dev.wildstream.reconcile.Wants;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The owner of all state. {@link #turn} looks once, decides, remembers, acts and publishes; {@link
 * #run} does so at every wake-up and deadline, on the one thread that calls it.
 */
public final class Loop {

  /** The ports through which the loop sees and acts. */
  public record Ports(
      Clock clock,
      Wake wake,
      Revisions revisions,
      Processes processes,
      Media media,
      Keys keys,
      Targets targets,
      Store store) {}

  /** A step waits for its record on disk so long at most, then it is taken all the same. */
  static final Duration RECORD_PATIENCE = Duration.ofSeconds(1);

  /** How often a position that only moved on is kept. */
  static final Duration KEEP_POSITION = Duration.ofSeconds(5);

  /** The longest sleep: a heartbeat, by which a stuck loop is told from one with nothing to do. */
  static final Duration HEARTBEAT = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

  private final Ports ports;
  private final Configuration configuration;
  private final Chronicle chronicle;
  private final Consumer<Snapshot> publish;
  private final DoubleSupplier dice;
  private final LongSupplier seeds;
  private final Identity identity;
  private final Instant startedAt;
  private final Instant startedAtWall;

  private final Map<StreamName, StreamMemory> memories = new TreeMap<>();
  private final Map<StreamName, Instant> keptAt = new TreeMap<>();
  private final Map<StreamName, KeyReference> keysLookedAt = new TreeMap<>();
  private final Set<StreamName> attempted = new HashSet<>();
  private boolean leaving;
  private boolean handingOver;
  private boolean stateTroubled;
  private long turns;
  private Duration lastTurn = Duration.ZERO;

  /**
   * Who this hub is.
   *
   * @param boot the machine's boot id
   */
  public record Identity(String version, long pid, String boot) {}

  /**
   * A loop that has not turned yet.
   *
   * @param publish is given each snapshot; must not wait
   * @param dice numbers from -1 to 1
   * @param seeds shuffle seeds for streams never seen before
   */
  public Loop(
      Ports ports,
      Configuration configuration,
      Identity identity,
      Consumer<Snapshot> publish,
      DoubleSupplier dice,
      LongSupplier seeds) {
    this.ports = ports;
    this.configuration = configuration;
    this.identity = identity;
    this.publish = publish;
    this.dice = dice;
    this.seeds = seeds;
    this.chronicle = new Chronicle(ports.clock(), ports.store());
    this.startedAt = ports.clock().steady();
    this.startedAtWall = ports.clock().wall();
    this.memories.putAll(ports.store().load());
    tell(Event.Kind.HUB_STARTED, Map.of("version", identity.version()));
    ports.store().damaged().forEach(name -> tell(Event.Kind.STATE_DAMAGED, Map.of("file", name)));
  }

  /**
   * Takes every stream off the air from the next turn on. From any thread, through the wake-up that
   * must follow.
   */
  public synchronized void leave() {
    leaving = !handingOver;
  }

  /**
   * Ends {@link #run} with the streams on the air, for the next hub to go on with. From any thread,
   * through the wake-up that must follow. A hub that leaves already goes on leaving, and one that
   * hands over is no longer asked to leave.
   */
  public synchronized void handOver() {
    handingOver = !leaving;
  }

  public synchronized boolean isHandingOver() {
    return handingOver;
  }

  /** Tells of something that concerns the hub and not one stream. */
  public void tell(Event.Kind kind, Map<String, String> fields) {
    chronicle.tell(Optional.empty(), new Happening(kind, fields), configuration.name());
  }

  /** Tells of something that concerns one stream, and of which no decision of it depends. */
  public void tell(StreamName stream, Event.Kind kind, Map<String, String> fields) {
    chronicle.tell(Optional.of(stream), new Happening(kind, fields), configuration.digest());
  }

  /**
   * Turns until the hub hands over, or leaves and nothing is on the air any more, or {@code
   * patience} is over.
   */
  public void run(Duration patience) throws InterruptedException {
    Optional<Instant> end = Optional.empty();
    while (true) {
      if (isHandingOver()) {
        tell(Event.Kind.HANDING_OVER, Map.of());
        ports.store().keep(new TreeMap<>(memories), Store.Durability.SYNCED);
        ports.store().settle(RECORD_PATIENCE);
        return;
      }
      Instant wakeAt = guardedTurn();
      Instant now = ports.clock().steady();
      if (isLeaving()) {
        if (end.isEmpty()) {
          end = Optional.of(now.plus(patience));
        }
        boolean down = memories.values().stream().allMatch(m -> m.session().isEmpty());
        if (down || now.isAfter(end.get())) {
          ports.store().settle(RECORD_PATIENCE);
          return;
        }
      }
      Duration sleep = Duration.between(now, wakeAt);
      ports.wake().await(Optional.of(sleep.isNegative() ? Duration.ZERO : sleep));
    }
  }

  /**
   * A turn that fails is a bug, but one that must not take the streams along: it is told, and
   * turned again.
   */
  private Instant guardedTurn() {
    try {
      return turn();
    } catch (RuntimeException bug) {
      LOG.error("A turn of the loop failed, turning again", bug);
      return ports.clock().steady().plus(HEARTBEAT);
    }
  }

  private synchronized boolean isLeaving() {
    return leaving;
  }

  /**
   * Looks once, decides, remembers, acts, publishes; when to look again at the latest (steady
   * clock).
   */
  public Instant turn() {
    Instant now = ports.clock().steady();
    configuration.take(now, ports.clock().wall(), chronicle);
    Instant wakeAt = now.plus(HEARTBEAT);
    Map<StreamName, StreamSpec> desired = configuration.desired(now);
    Map<StreamName, Decision> decisions = new LinkedHashMap<>();
    Map<StreamName, StreamObservation> observations = new TreeMap<>();
    // a hub that leaves ends what it adopted, whatever the files may say
    if (configuration.inForce() || isLeaving()) {
      Set<StreamName> names = new TreeSet<>(desired.keySet());
      names.addAll(memories.keySet());
      names.addAll(ports.processes().known());
      for (StreamName name : names) {
        observations.put(name, observe(name, desired));
      }
      Owners owners = new Owners(configuration.order(), desired, observations, memories);
      for (StreamName name : owners.order(names)) {
        Optional<StreamMemory> before = Optional.ofNullable(memories.get(name));
        Decision decision = decide(name, desired, observations.get(name), owners, now);
        decisions.put(name, decision);
        owners.decided(name, before, decision.memory());
        boolean hadSession = before.flatMap(StreamMemory::session).isPresent();
        if (hadSession && decision.memory().session().isEmpty()) {
          wakeAt = now; // another stream may have waited for its target and key
        }
        memories.put(name, decision.memory());
        if (decision.wakeAt().isPresent() && decision.wakeAt().get().isBefore(wakeAt)) {
          wakeAt = decision.wakeAt().get();
        }
      }
      want(desired, decisions);
      rememberThenAct(decisions, now);
      forget(desired);
    }
    Optional<Instant> settles = configuration.settlesAt(now);
    if (settles.isPresent() && settles.get().isBefore(wakeAt)) {
      wakeAt = settles.get();
    }
    watchState();
    turns++;
    lastTurn = Duration.between(now, ports.clock().steady());
    publish.accept(snapshot(desired, observations));
    return wakeAt;
  }

  private StreamObservation observe(StreamName name, Map<StreamName, StreamSpec> desired) {
    TargetView target =
        Optional.ofNullable(desired.get(name))
            .map(spec -> ports.targets().view(spec.target().endpoint()))
            .orElseGet(TargetView.Unknown::new);
    // first the feeder: one that ended with its publisher is never seen beside a publisher that
    // runs
    FeederView feeder = ports.processes().feeder(name);
    return new StreamObservation(
        ports.processes().publisher(name),
        feeder,
        key(name, desired),
        ports.media().view(name),
        target,
        ports.processes().obstacle());
  }

  /** What is known of a key is known of the one that was asked for, which an edit may replace. */
  private KeyView key(StreamName name, Map<StreamName, StreamSpec> desired) {
    Optional<KeyReference> lookedAt = Optional.ofNullable(keysLookedAt.get(name));
    Optional<KeyReference> asked = Optional.ofNullable(desired.get(name)).map(StreamSpec::key);
    return lookedAt.equals(asked) ? ports.keys().view(name) : new KeyView.Unknown();
  }

  private Decision decide(
      StreamName name,
      Map<StreamName, StreamSpec> desired,
      StreamObservation observed,
      Owners owners,
      Instant now) {
    StreamMemory memory =
        memories.computeIfAbsent(
            name, n -> StreamMemory.fresh(identity.boot(), seeds.getAsLong(), now));
    Situation situation =
        new Situation(
            Optional.ofNullable(desired.get(name)),
            configuration.digest(),
            observed,
            memory,
            new Situation.Surroundings(
                isLeaving(), identity.boot(), startedAt, owners.rival(name), dice.getAsDouble()));
    try {
      return Reconciler.decide(situation, now);
    } catch (RuntimeException bug) {
      // a bug that one stream meets must not hold up the others; nothing is changed for it
      LOG.error("A decision failed stream={}", name, bug);
      return new Decision(memory, List.of(), List.of(), Wants.NOTHING, Optional.empty());
    }
  }

  private void want(Map<StreamName, StreamSpec> desired, Map<StreamName, Decision> decisions) {
    Set<Target.Endpoint> probes = new HashSet<>();
    decisions.forEach((name, decision) -> {
      Wants wants = decision.wants();
      ports.keys().want(name, wants.key());
      wants
          .key()
          .ifPresentOrElse(key -> keysLookedAt.put(name, key), () -> keysLookedAt.remove(name));
      ports.media().want(name, wants);
      wants.probe().ifPresent(probes::add);
    });
    ports.targets().want(probes);
  }

  private void rememberThenAct(Map<StreamName, Decision> decisions, Instant now) {
    Map<StreamName, StreamMemory> synced = new TreeMap<>();
    Map<StreamName, StreamMemory> lazy = new TreeMap<>();
    boolean acts = false;
    for (Map.Entry<StreamName, Decision> entry : decisions.entrySet()) {
      Decision decision = entry.getValue();
      StreamName name = entry.getKey();
      boolean matters = !decision.steps().isEmpty() || !decision.happenings().isEmpty();
      acts |= !decision.steps().isEmpty();
      boolean due = !now.isBefore(keptAt.getOrDefault(name, Instant.EPOCH).plus(KEEP_POSITION));
      if (matters) {
        synced.put(name, decision.memory());
      } else if (due) {
        lazy.put(name, decision.memory());
      }
      if (matters || due) {
        keptAt.put(name, now);
      }
    }
    if (!lazy.isEmpty()) {
      ports.store().keep(lazy, Store.Durability.LAZY);
    }
    if (!synced.isEmpty()) {
      ports.store().keep(synced, Store.Durability.SYNCED);
    }
    decisions.forEach((name, decision) ->
        decision
            .happenings()
            .forEach(
                happening -> chronicle.tell(Optional.of(name), happening, configuration.name())));
    if (acts) {
      ports.store().settle(RECORD_PATIENCE);
    }
    decisions.forEach((name, decision) -> {
      for (Step step : decision.steps()) {
        attempted.add(name);
        ports.processes().perform(name, step);
      }
    });
  }

  /** Drops what is known of streams that left the file and are down. */
  private void forget(Map<StreamName, StreamSpec> desired) {
    for (StreamName name : List.copyOf(memories.keySet())) {
      boolean down = memories.get(name).session().isEmpty();
      boolean gone = !(ports.processes().publisher(name) instanceof PublisherView.Running);
      if (!desired.containsKey(name) && down && gone && !isLeaving()) {
        memories.remove(name);
        keptAt.remove(name);
        attempted.remove(name);
        ports.keys().want(name, Optional.empty());
        keysLookedAt.remove(name);
        ports.media().want(name, Wants.NOTHING);
        ports.processes().forget(name);
        ports.store().drop(name);
      }
    }
  }

  private void watchState() {
    Optional<String> trouble = ports.store().trouble();
    if (trouble.isPresent() != stateTroubled) {
      stateTroubled = trouble.isPresent();
      tell(
          stateTroubled ? Event.Kind.STATE_UNWRITABLE : Event.Kind.STATE_WRITABLE,
          trouble.map(why -> Map.of("detail", why)).orElse(Map.of()));
    }
  }

  private Snapshot snapshot(
      Map<StreamName, StreamSpec> desired, Map<StreamName, StreamObservation> observations) {
    Instant steady = ports.clock().steady();
    Instant wall = ports.clock().wall();
    List<StreamStatus> streams =
        memories.entrySet().stream()
            .map(entry ->
                Status.of(
                    entry.getKey(),
                    Optional.ofNullable(desired.get(entry.getKey())),
                    observations.getOrDefault(entry.getKey(), StreamObservation.NOTHING),
                    entry.getValue(),
                    wall,
                    steady))
            .toList();
    boolean ready =
        configuration.inForce()
            && streams.stream().allMatch(s -> Status.settled(s, attempted.contains(s.name())));
    return new Snapshot(
        wall,
        steady,
        new Snapshot.Hub(
            identity.version(),
            identity.pid(),
            startedAtWall,
            ports.store().trouble(),
            ready,
            turns,
            lastTurn),
        configuration.status(),
        streams,
        chronicle.recent());
  }
}
