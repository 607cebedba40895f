package dev.wildstream.real.chaos;

import dev.wildstream.real.Looker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Every FFmpeg that was ever started, from its start to its end, as /proc has it. */
final class Starts implements AutoCloseable {

  /** FFmpegs are looked at fifty times a second. */
  private static final Duration LOOKS = Duration.ofMillis(20);

  /** One FFmpeg. */
  static final class Life {
    final long pid;
    final String role;
    final String station;
    final String arguments;
    final Duration began;
    private volatile Optional<Duration> ended = Optional.empty();

    private Life(long pid, String role, String station, String arguments, Duration began) {
      this.pid = pid;
      this.role = role;
      this.station = station;
      this.arguments = arguments;
      this.began = began;
    }

    boolean lives() {
      return ended.isEmpty();
    }

    /** When it was first seen to be gone; as yet for ever. */
    Duration until() {
      return ended.orElse(Duration.ofDays(1));
    }

    @Override
    public String toString() {
      return "%s of %s, pid %d, from %s to %s"
          .formatted(role, station, pid, Journal.at(began), ended.map(Journal::at).orElse("now"));
    }
  }

  private final Path log;
  private final Path runtime;
  private final Journal journal;

  /** The journal's zero, since the machine's boot. */
  private final Duration zero;

  private final List<Life> lives = new CopyOnWriteArrayList<>();
  private final List<String> doubles = new CopyOnWriteArrayList<>();
  private final Looker looker;
  private long read;

  Starts(Path log, Path runtime, Journal journal) {
    this.log = log;
    this.runtime = runtime;
    this.journal = journal;
    try {
      String up = Files.readString(Path.of("/proc/uptime")).split(" ")[0];
      this.zero = seconds(up).minus(journal.now());
      Files.createDirectories(log.getParent());
      Files.writeString(log, "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    looker = Looker.start("starts", LOOKS, this::look);
  }

  List<Life> publishers(String station) {
    return of("publisher", station).toList();
  }

  List<Life> feeders(String station) {
    return of("feeder", station).toList();
  }

  /** The one that is alive, where one is. */
  Optional<Life> living(String role, String station) {
    return of(role, station).filter(Life::lives).reduce((one, later) -> later);
  }

  private Stream<Life> of(String role, String station) {
    return lives.stream().filter(l -> l.role.equals(role) && l.station.equals(station));
  }

  /** Every time that two publishers of one stream were alive. */
  List<String> doubles() {
    return List.copyOf(doubles);
  }

  private void look() {
    try {
      readOn();
    } catch (IOException e) {
      doubles.add("the test cannot read " + log + ": " + e);
      return;
    }
    for (Life life : lives) {
      if (life.lives() && !isAlive(life.pid)) {
        life.ended = Optional.of(journal.now());
      }
    }
  }

  private void readOn() throws IOException {
    byte[] all = Files.readAllBytes(log);
    int end = all.length;
    while (end > read && all[end - 1] != '\n') {
      end--;
    }
    String fresh = new String(all, (int) read, (int) (end - read), StandardCharsets.ISO_8859_1);
    read = end;
    fresh.lines().forEach(this::started);
  }

  private void started(String line) {
    String[] words = line.split(" ", 4);
    String own = runtime + "/";
    int from = words[3].indexOf(own) + own.length();
    String station = words[3].substring(from, words[3].indexOf('/', from));
    Life life =
        new Life(
            Long.parseLong(words[0]), words[2], station, words[3], seconds(words[1]).minus(zero));
    if (life.role.equals("publisher")) {
      publishers(station).stream()
          .filter(other -> other.lives() && isAlive(other.pid))
          .forEach(other -> doubles.add("two publishers: " + other + ", and " + life));
    }
    lives.add(life);
  }

  /** A process that ended and whose parent has not asked yet is none. */
  private static boolean isAlive(long pid) {
    try {
      String stat =
          Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
      char state = stat.charAt(stat.lastIndexOf(')') + 2);
      return state != 'Z' && state != 'X';
    } catch (IOException gone) {
      return false;
    }
  }

  private static Duration seconds(String text) {
    return Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000));
  }

  @Override
  public void close() {
    looker.close();
  }
}
