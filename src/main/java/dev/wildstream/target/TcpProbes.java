package dev.wildstream.target;

import dev.wildstream.desired.HostGlob;
import dev.wildstream.desired.Target;
import dev.wildstream.loop.Clock;
import dev.wildstream.loop.Targets;
import dev.wildstream.loop.Wake;
import dev.wildstream.observed.TargetView;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * One probe per endpoint, however many streams wait for it: a bare TCP connect, closed at once.
 *
 * <p>Every second for the first minute, so that a short outage costs a second; every 5 s up to ten
 * minutes; then every 30 s, so that nobody is bothered for days.
 */
public final class TcpProbes implements Targets, AutoCloseable {

  /** For the name and the connect together; longer counts as closed. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final List<HostGlob> allowed;
  private final Clock clock;
  private final Wake wake;
  private final Map<Target.Endpoint, Probe> probes = new ConcurrentHashMap<>();
  // Resolving a name holds its thread inside the C library, up to tens of seconds where the
  // resolver is silent: platform threads, or two of them would hold up every virtual thread.
  private final ExecutorService connects =
      Executors.newCachedThreadPool(
          Thread.ofPlatform().daemon().name("target-connect-", 0).factory());

  /**
   * Probes nothing until something is wanted.
   *
   * @param allowed hosts that may be sent to, as targets name them; none = any
   */
  public TcpProbes(List<HostGlob> allowed, Clock clock, Wake wake) {
    this.allowed = List.copyOf(allowed);
    this.clock = clock;
    this.wake = wake;
  }

  @Override
  public TargetView view(Target.Endpoint endpoint) {
    if (!isAllowed(endpoint)) {
      return new TargetView.Forbidden(
          "target host "
              + endpoint.host()
              + " is not among those that --allow-target allows ("
              + allowed.stream().map(HostGlob::text).collect(Collectors.joining(", "))
              + "); send elsewhere, or allow it on this host");
    }
    Probe probe = probes.get(endpoint);
    return probe == null ? new TargetView.Unknown() : probe.view;
  }

  @Override
  public void want(Set<Target.Endpoint> endpoints) {
    probes.forEach((endpoint, probe) -> {
      if (!endpoints.contains(endpoint) && probes.remove(endpoint, probe)) {
        probe.end();
      }
    });
    for (Target.Endpoint endpoint : endpoints.stream().filter(this::isAllowed).toList()) {
      probes.computeIfAbsent(
          endpoint,
          e -> {
            Probe probe = new Probe(e);
            Thread.ofVirtual().name("target " + e).start(probe::run);
            return probe;
          });
    }
  }

  /** By the name alone that the file says, so that no name server is trusted with it. */
  private boolean isAllowed(Target.Endpoint endpoint) {
    return allowed.isEmpty() || allowed.stream().anyMatch(glob -> glob.matches(endpoint.host()));
  }

  @Override
  public void close() {
    want(Set.of());
    connects.shutdownNow();
  }

  /** How long to wait between probes of an endpoint that has been wanted for {@code wanted}. */
  static Duration interval(Duration wanted) {
    if (wanted.compareTo(Duration.ofMinutes(1)) < 0) {
      return Duration.ofSeconds(1);
    }
    if (wanted.compareTo(Duration.ofMinutes(10)) < 0) {
      return Duration.ofSeconds(5);
    }
    return Duration.ofSeconds(30);
  }

  /** One endpoint, probed until it is no longer wanted. */
  private final class Probe {
    private final Target.Endpoint endpoint;
    private final Instant wantedSince = clock.steady();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private Optional<Future<Boolean>> connecting = Optional.empty();
    private boolean over;
    private volatile TargetView view = new TargetView.Unknown();

    Probe(Target.Endpoint endpoint) {
      this.endpoint = endpoint;
    }

    void run() {
      try {
        while (true) {
          Instant begun = clock.steady();
          boolean open = connect();
          lock.lock();
          try {
            if (over) {
              return;
            }
            turn(open);
            Instant next = begun.plus(interval(Duration.between(wantedSince, begun)));
            long nanos = Duration.between(clock.steady(), next).toNanos();
            while (!over && nanos > 0) {
              nanos = ended.awaitNanos(nanos);
            }
            if (over) {
              return;
            }
          } finally {
            lock.unlock();
          }
        }
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    }

    void end() {
      lock.lock();
      try {
        over = true;
        ended.signalAll();
      } finally {
        lock.unlock();
      }
    }

    private void turn(boolean open) {
      boolean turned =
          switch (view) {
            case TargetView.Unknown() -> true;
            case TargetView.Open(Instant since) -> !open;
            case TargetView.Closed(Instant since) -> open;
            case TargetView.Forbidden forbidden -> false; // never probed
          };
      if (turned) {
        Instant now = clock.steady();
        view = open ? new TargetView.Open(now) : new TargetView.Closed(now);
        wake.wake();
      }
    }

    /** An attempt that is still stuck in the resolver is not joined by another one. */
    private boolean connect() throws InterruptedException {
      if (connecting.isEmpty()) {
        connecting = Optional.of(connects.submit(this::connects));
      }
      try {
        boolean open = connecting.get().get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        connecting = Optional.empty();
        return open;
      } catch (TimeoutException silent) {
        return false;
      } catch (ExecutionException failed) {
        connecting = Optional.empty();
        return false;
      }
    }

    private boolean connects() {
      InetSocketAddress address = new InetSocketAddress(endpoint.host(), endpoint.port());
      if (address.isUnresolved()) {
        return false;
      }
      try (Socket socket = new Socket()) {
        socket.connect(address, Math.toIntExact(PATIENCE.toMillis()));
        return true;
      } catch (IOException closed) {
        return false;
      }
    }
  }
}
