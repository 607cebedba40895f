package dev.wildstream.real.chaos;

import dev.wildstream.real.Looker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * When a channel was on the air: its bytes arrived at the server. Asked of the server ten times a
 * second; one that does not answer has nothing to show to anybody.
 */
final class Air implements AutoCloseable {

  private static final Duration LOOKS = Duration.ofMillis(100);

  /** For connect and answer each: 0.002 s when all is well. */
  private static final Duration PATIENCE = Duration.ofMillis(300);

  /**
   * Pictures come every 40 ms. Less than a second of nothing is what a player's buffer is for, and
   * what a busy machine may take by itself; of more, all of it counts.
   */
  static final Duration SILENCE = Duration.ofSeconds(1);

  /** Two looks and both patiences: who takes longer for one look was held up himself. */
  private static final Duration BLINK = Duration.ofMillis(800);

  /** A time in which nothing came. */
  record Silence(Duration from, Duration to) {
    Duration length() {
      return to.minus(from);
    }

    @Override
    public String toString() {
      return "%s to %s (%.2f s)"
          .formatted(Journal.at(from).strip(), Journal.at(to).strip(), length().toMillis() / 1e3);
    }
  }

  private final InetSocketAddress pages;
  private final String key;

  /** From where the hub publishes. */
  private final String from;

  private final Journal journal;
  private final List<Silence> silences = new CopyOnWriteArrayList<>();
  private final List<String> doubles = new CopyOnWriteArrayList<>();
  private final Looker looker;
  private Duration looked;
  private volatile Duration last;
  private volatile Stat stat = new Stat(0, List.of());

  Air(InetSocketAddress pages, String key, String from, Journal journal) {
    this.pages = pages;
    this.key = key;
    this.from = from;
    this.journal = journal;
    this.last = journal.now();
    this.looked = last;
    this.looker = Looker.start("air " + pages, LOOKS, this::look);
  }

  /** Silences that ended, and the one that lasts, where it does. */
  List<Silence> silences() {
    List<Silence> all = new ArrayList<>(silences);
    Silence present = new Silence(last, journal.now());
    if (present.length().compareTo(SILENCE) > 0) {
      all.add(present);
    }
    return all;
  }

  boolean isOn() {
    return journal.now().minus(last).compareTo(SILENCE) < 0;
  }

  /** Who publishes, by the last look. */
  Stat stat() {
    return stat;
  }

  /** Every look at which the server had more than one publisher. */
  List<String> doubles() {
    return List.copyOf(doubles);
  }

  private void look() {
    Optional<Stat> now = ask();
    Duration at = journal.now();
    if (at.minus(looked).compareTo(BLINK.plus(LOOKS)) > 0) {
      journal.note("the test itself was away for " + at.minus(looked).toMillis() + " ms");
      last = last.plus(at.minus(looked));
    }
    looked = at;
    now.ifPresent(seen -> judge(seen, at));
  }

  private void judge(Stat seen, Duration at) {
    if (seen.publishers().size() > 1) {
      doubles.add(Journal.at(at) + " the server has publishers " + seen.publishers());
    }
    if (seen.bytes() != stat.bytes() && seen.publishers().contains(from)) {
      Silence before = new Silence(last, at);
      if (before.length().compareTo(SILENCE) > 0) {
        silences.add(before);
      }
      last = at;
    }
    stat = seen;
  }

  private Optional<Stat> ask() {
    try (Socket socket = new Socket()) {
      int patience = Math.toIntExact(PATIENCE.toMillis());
      socket.connect(pages, patience);
      socket.setSoTimeout(patience);
      socket
          .getOutputStream()
          .write("GET /stat HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      String page = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return Optional.of(Stat.of(page, key));
    } catch (IOException silent) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    looker.close();
  }
}
