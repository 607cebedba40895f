package dev.wildstream.world;

import dev.wildstream.desired.StreamSpec;
import dev.wildstream.desired.Target;
import dev.wildstream.loop.StreamStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A machine with its hub, its FFmpegs, its files and the servers it sends to, all simulated but for
 * the hub's own loop and decisions. One thread, one seed: the same seed is the same world, to the
 * nanosecond. First all kinds of things go wrong, then nothing more does, and every stream has to
 * come back.
 */
final class World {

  private static final Duration LONGEST_CALM = Duration.ofMinutes(10);

  /** After this nothing of what happened before is still under way. */
  private static final Duration CALM = Duration.ofSeconds(15);

  final Agenda agenda = new Agenda();
  final Chances chances;
  final Journal journal;
  final SimulatedMachine machine = new SimulatedMachine(agenda);
  final SimulatedFiles files = new SimulatedFiles(agenda);
  final SimulatedCards cards = new SimulatedCards();
  final SimulatedKeys keys = new SimulatedKeys();
  final SimulatedConfiguration configuration = new SimulatedConfiguration();
  final SimulatedFfmpegs ffmpegs;
  final SimulatedDisk disk = new SimulatedDisk();
  final Books books;
  Optional<SimulatedHub> hub = Optional.empty();

  private final Weather weather;
  private final Map<String, SimulatedServer> servers = new TreeMap<>();
  private final List<Runnable> heals = new ArrayList<>();
  private long downUntil;
  private boolean rebootsNext;
  private boolean over;
  private long faults;
  private long lives;
  private int keysMade;
  private int namesMade;

  World(long seed, Journal.Kind kind) {
    chances = new Chances(seed);
    journal = new Journal(agenda, kind);
    ffmpegs = new SimulatedFfmpegs(this);
    books = new Books(this);
    weather = Weather.of(chances);
  }

  /** From the first hub to the last. */
  void run() {
    begin();
    while (!over) {
      while (agenda.now() < downUntil) {
        agenda.passUntil(Math.min(downUntil, agenda.next()));
      }
      downUntil = agenda.now() + Duration.ofSeconds(1).toNanos();
      SimulatedHub next = new SimulatedHub(this);
      hub = Optional.of(next);
      lives++;
      journal.note(() -> "a hub starts");
      books.hubStarts();
      next.live();
      hub = Optional.empty();
      journal.note(() -> "the hub is gone");
      if (rebootsNext) {
        rebootsNext = false;
        reboot();
      }
    }
  }

  private void begin() {
    for (Target.Endpoint endpoint : Wishes.ENDPOINTS) {
      servers.put(endpoint.toString(), new SimulatedServer());
    }
    Wishes.videos(files, weather.scale(), chances).forEach(files::put);
    files.put(Wishes.standbyVideo(files, chances));
    List<StreamSpec> streams = new ArrayList<>();
    for (int i = 0; i < weather.streams(); i++) {
      StreamSpec spec = Wishes.stream(newName(), weather.scale(), chances);
      streams.add(spec);
      keys.put(Wishes.keyPath(spec.name().text()).toString(), Optional.of(newKey()), 0);
    }
    configuration.save(streams);
    nextFault();
  }

  private void nextFault() {
    agenda.in(
        chances.around(weather.between()),
        () -> {
          if (faults >= weather.faults()) {
            new Liveness(this).begin();
            return;
          }
          Fault fault = weather.any(chances);
          if (fault.strikes().test(this)) {
            struck(fault.name());
          }
          nextFault();
        });
  }

  /** A fault took effect. */
  void struck(String name) {
    faults++;
    journal.note(() -> "** " + name);
  }

  long faults() {
    return faults;
  }

  /** How many hubs there were. */
  long lives() {
    return lives;
  }

  SimulatedServer server(Target.Endpoint endpoint) {
    return servers.get(endpoint.toString());
  }

  SimulatedServer anyServer() {
    return chances.oneOf(List.copyOf(servers.values()));
  }

  void everyServer(Consumer<SimulatedServer> what) {
    servers.values().forEach(what);
  }

  <T> Optional<T> anyOf(List<T> all, Predicate<T> which) {
    List<T> some = all.stream().filter(which).toList();
    return some.isEmpty() ? Optional.empty() : Optional.of(chances.oneOf(some));
  }

  /** How long items are here, as a multiple of some seconds. */
  int scale() {
    return weather.scale();
  }

  String newKey() {
    return SimulatedKeys.PLANTED + "-" + ++keysMade;
  }

  String newName() {
    return "tv" + ++namesMade;
  }

  /** What went wrong is mended some such time later, or when all faults end. */
  void later(Duration usual, Runnable heal) {
    Runnable once =
        new Runnable() {
          @Override
          public void run() {
            if (heals.remove(this)) {
              heal.run();
            }
          }
        };
    heals.add(once);
    agenda.in(chances.around(usual), once);
  }

  /** The mistake is taken out of the file again. */
  void mend() {
    if (configuration.isBroken()) {
      configuration.save(configuration.streams());
    }
  }

  /** All that is wrong is mended; nothing more will go wrong. */
  void heal() {
    List.copyOf(heals).forEach(Runnable::run);
    everyServer(SimulatedServer::heal);
    everyServer(server -> TargetFaults.mend(this, server));
    mend();
    hub.ifPresent(SimulatedHub::spare);
    downUntil = Math.min(downUntil, agenda.now() + Duration.ofSeconds(2).toNanos());
  }

  void wakeHub() {
    hub.ifPresent(SimulatedHub::wake);
  }

  /** So long after the end of this hub the next one starts. */
  void downFor(Duration time) {
    downUntil = agenda.now() + time.toNanos();
  }

  /** Once the hub has ended, the machine goes down in good order. */
  void rebootAfterwards() {
    rebootsNext = true;
  }

  private void reboot() {
    ffmpegs.powerCut();
    disk.reboot();
    up();
  }

  void powerCut() {
    hub.ifPresent(SimulatedHub::die);
    ffmpegs.powerCut();
    disk.powerCut(chances);
    up();
  }

  private void up() {
    machine.reboot();
    books.rebooted();
    downFor(chances.around(Duration.ofSeconds(30)));
  }

  /**
   * How long nothing will happen that the hub does not hear of: its heartbeats may be passed over.
   * Zero where something is under way.
   */
  Duration calm() {
    if (agenda.calm().compareTo(CALM) < 0 || hub.flatMap(SimulatedHub::newest).isEmpty()) {
      return Duration.ZERO;
    }
    Duration least = LONGEST_CALM;
    for (StreamStatus status : hub.get().newest().orElseThrow().streams()) {
      Duration calm = calm(status);
      least = calm.compareTo(least) < 0 ? calm : least;
    }
    return least;
  }

  private Duration calm(StreamStatus status) {
    return switch (status.memory().phase()) {
      case OFF, FINISHED, FAILED -> LONGEST_CALM;
      case BLOCKED -> Duration.ofSeconds(10);
      case ON_AIR ->
          ffmpegs.publishers().stream()
                  .anyMatch(
                      p -> p.stream().equals(status.name()) && p.isWell() && !p.flow().isEmpty())
              ? untilReconnect(status)
              : Duration.ZERO;
      case STARTING, RETRYING, STOPPING -> Duration.ZERO;
    };
  }

  /** A planned reconnect is due at a moment that the hub alone looks for. */
  private Duration untilReconnect(StreamStatus status) {
    Optional<Duration> every =
        configuration.stream(status.name()).flatMap(spec -> spec.reconnect().every());
    if (every.isEmpty()) {
      return LONGEST_CALM;
    }
    long onAirAt =
        ffmpegs.publishers().stream()
            .filter(p -> p.stream().equals(status.name()) && p.hasReported())
            .mapToLong(SimulatedPublisher::firstReportAt)
            .findFirst()
            .orElse(agenda.now());
    Duration by = configuration.stream(status.name()).orElseThrow().reconnect().by();
    Duration age = Duration.ofNanos(agenda.now() - onAirAt).plusSeconds(40);
    for (Duration next : List.of(every.get(), every.get().plus(by))) {
      Duration left = next.minus(age);
      if (left.isPositive()) {
        return left.compareTo(LONGEST_CALM) < 0 ? left : LONGEST_CALM;
      }
      if (left.compareTo(Duration.ofSeconds(-80)) > 0) {
        return Duration.ZERO;
      }
    }
    return Duration.ZERO;
  }

  /** The end of this world. */
  void end() {
    over = true;
    hub.ifPresent(SimulatedHub::die);
  }
}
