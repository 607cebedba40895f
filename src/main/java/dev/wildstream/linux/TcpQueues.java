package dev.wildstream.linux;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What waits in the send queues of other processes' TCP connections, children or not, as /proc
 * tells it. One look reads the kernel's table of connections once for all processes that share a
 * network namespace; where a process has its connection is remembered from look to look. Not safe
 * for use by several threads.
 */
public final class TcpQueues {

  private static final String SOCKET = "socket:[";
  private static final String LISTENING = "0A";

  /** TIME_WAIT: no process has it any more. No other column reads so. */
  private static final String CLOSED = " 06 ";

  private static final Pattern COLUMNS = Pattern.compile(" +");

  /** Columns of /proc/net/tcp (proc_net_tcp.txt of the kernel's documentation). */
  private static final int STATE = 3;

  private static final int QUEUES = 4;
  private static final int TIMER = 5;
  private static final int TIMEOUTS = 6;
  private static final int INODE = 9;
  private static final int TIMEOUT = 12;

  /** The retransmission timer runs: something was sent and not acknowledged yet. */
  private static final String RETRANSMISSION = "01:";

  /** 0.5 s in the ticks of /proc: 0.2 s and the way there and back are usual. */
  private static final int SHORT_TIMEOUT = 50;

  private final Path proc;
  private final Map<Long, Place> places = new HashMap<>();

  public TcpQueues() {
    this(Path.of("/proc"));
  }

  /** With another folder in the place of /proc. */
  TcpQueues(Path proc) {
    this.proc = proc;
  }

  /**
   * A connection's send queue.
   *
   * @param socket the number of its socket, another one for every connection
   * @param unacknowledged bytes that were handed to the kernel and that the other side has not
   *     acknowledged
   * @param moving whether it is certain that something of it was sent for the first time or
   *     acknowledged within the last half second: each sets the retransmission timer anew, and that
   *     is no longer and has not run out. It says nothing on a way that is longer there and back
   */
  public record Queue(long socket, long unacknowledged, boolean moving) {}

  /** Where a process has its connection. */
  private record Place(Path descriptor, long socket, String namespace) {}

  /**
   * The send queue of each process that has a TCP connection, by pid; of one that has several, one
   * of them. A process that is gone, or that may not be looked into, is left out.
   */
  public Map<Long, Queue> of(Collection<Long> pids) {
    places.keySet().retainAll(Set.copyOf(pids));
    Map<String, List<Long>> namespaces = new LinkedHashMap<>();
    Map<Long, List<Place>> candidates = new HashMap<>();
    for (long pid : pids) {
      List<Place> sockets = sockets(pid);
      if (!sockets.isEmpty()) {
        candidates.put(pid, sockets);
        namespaces.computeIfAbsent(sockets.getFirst().namespace(), n -> new ArrayList<>()).add(pid);
      }
    }
    Map<Long, Queue> queues = new HashMap<>();
    for (List<Long> together : namespaces.values()) {
      Map<Long, Queue> table = table(together, candidates);
      for (long pid : together) {
        Optional<Place> connection =
            candidates.get(pid).stream().filter(p -> table.containsKey(p.socket())).findFirst();
        if (connection.isPresent()) {
          places.put(pid, connection.get());
          queues.put(pid, table.get(connection.get().socket()));
        } else {
          places.remove(pid);
        }
      }
    }
    return queues;
  }

  /** The remembered one while it is still there, else all that the process has now. */
  private List<Place> sockets(long pid) {
    Place known = places.get(pid);
    if (known != null && socket(known.descriptor()).equals(Optional.of(known.socket()))) {
      return List.of(known);
    }
    Path process = proc.resolve(Long.toString(pid));
    List<Place> sockets = new ArrayList<>();
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
      String namespace = Files.readSymbolicLink(process.resolve("ns/net")).toString();
      for (Path descriptor : descriptors) {
        socket(descriptor).ifPresent(s -> sockets.add(new Place(descriptor, s, namespace)));
      }
    } catch (IOException gone) {
      return List.of();
    }
    return sockets;
  }

  private static Optional<Long> socket(Path descriptor) {
    try {
      String link = Files.readSymbolicLink(descriptor).toString();
      return link.startsWith(SOCKET)
          ? Optional.of(Long.parseLong(link.substring(SOCKET.length(), link.length() - 1)))
          : Optional.empty();
    } catch (IOException closed) {
      return Optional.empty();
    }
  }

  /** The queue of each of the processes' sockets that is a TCP connection, by socket. */
  private Map<Long, Queue> table(List<Long> together, Map<Long, List<Place>> candidates) {
    Set<Long> wanted = new HashSet<>();
    together.forEach(pid -> candidates.get(pid).forEach(place -> wanted.add(place.socket())));
    for (long pid : together) {
      try {
        Path net = proc.resolve(Long.toString(pid)).resolve("net");
        Map<Long, Queue> found = new HashMap<>();
        read(net.resolve("tcp"), wanted, found);
        // an IPv6 socket stands in the other table, also where it talks to an IPv4 address
        if (Files.exists(net.resolve("tcp6")) && !found.keySet().containsAll(wanted)) {
          read(net.resolve("tcp6"), wanted, found);
        }
        return found;
      } catch (IOException gone) {
        // the table can be read through another process of the namespace
      }
    }
    return Map.of();
  }

  private static void read(Path table, Set<Long> wanted, Map<Long, Queue> found)
      throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(table, StandardCharsets.ISO_8859_1)) {
      lines.readLine(); // headings
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.contains(CLOSED)) {
          continue; // most rows of a busy server
        }
        String[] columns = COLUMNS.split(line.strip());
        if (columns.length > INODE && !columns[STATE].equals(LISTENING)) {
          long socket = Long.parseLong(columns[INODE]);
          if (wanted.contains(socket)) {
            String queue = columns[QUEUES].substring(0, columns[QUEUES].indexOf(':'));
            found.put(socket, new Queue(socket, Long.parseLong(queue, 16), moving(columns)));
          }
        }
      }
    }
  }

  private static boolean moving(String[] columns) {
    return columns[TIMER].startsWith(RETRANSMISSION)
        && Long.parseLong(columns[TIMEOUTS], 16) == 0
        && columns.length > TIMEOUT
        && Long.parseLong(columns[TIMEOUT]) <= SHORT_TIMEOUT;
  }
}
