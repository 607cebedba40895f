package dev.wildstream.ffmpeg;

import dev.wildstream.linux.TcpQueues;
import dev.wildstream.observed.PublisherView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When the target last acknowledged bytes of a publisher.
 *
 * <p>An empty send queue says so itself, and one that fell, and one whose retransmission timer was
 * set a moment ago. On a way of more than some hundred milliseconds, and while a backlog grows
 * there, none of them may hold at any look, although bytes are acknowledged all the time. Then it
 * takes what FFmpeg has written, less what waits. FFmpeg tells that now and then, without the
 * packet it is writing at that moment, and not at all (5.1) or no more of it (8) while it is
 * blocked. So at a look it had written at least what its newest report says, and at most what the
 * report after its next one will say. Bytes were acknowledged between two looks where the least for
 * the later one is more than the most for the earlier one.
 *
 * <p>The proof may come seconds after the fact: a report catches up with a writer that was blocked.
 * So it does not count for the look at which it came. From one look to the next but three it mostly
 * takes to prove anything, and about the middle of that is taken.
 */
final class ConnectionMeter {

  /**
   * FFmpeg counts the bytes of the FLV file, the queue those of RTMP, which has other headers, and
   * of TLS. The two differ by about 1 % (0.3 and 6 Mbit/s, both versions), so a rise by less than
   * 1/32 of what was written says nothing.
   */
  private static final long NOISE = 32;

  /** Of looks that wait for a proof, at two and a half a second: three minutes. */
  private static final int MOST_LOOKS = 450;

  /** Looks after the newest one that is proven to be before an acknowledgement. */
  private static final int MIDDLE = 2;

  private final List<Look> looks = new ArrayList<>();
  private Optional<PublisherView.Connection> connection = Optional.empty();
  private long socket;
  private boolean answered;

  /**
   * A look at a queue that showed nothing by itself.
   *
   * @param written by FFmpeg's newest report
   * @param next by its next report that says more; empty until that comes
   * @param most by the one after that
   */
  private record Look(
      Instant at, long written, long waiting, Optional<Long> next, Optional<Long> most) {

    Look with(long reported) {
      if (most.isPresent() || reported <= next.orElse(written)) {
        return this;
      }
      return next.isEmpty()
          ? new Look(at, written, waiting, Optional.of(reported), most)
          : new Look(at, written, waiting, next, Optional.of(reported));
    }

    /** Whether bytes were acknowledged after it, by a later look. */
    boolean isBefore(long laterWritten, long laterWaiting) {
      return most.map(
              m -> laterWritten - laterWaiting - (m - waiting) > (laterWritten - written) / NOISE)
          .orElse(false);
    }
  }

  /** Empty while there is none. */
  Optional<PublisherView.Connection> connection() {
    return connection;
  }

  /** Looks for the target's answer in new log lines: FFmpeg opens its output by the handshake. */
  void readLog(List<String> newLines) {
    answered = answered || newLines.stream().anyMatch(line -> line.contains("Output #0, flv"));
  }

  /**
   * Takes a look.
   *
   * @param queue empty where there is no connection
   * @param output by a report read just now; empty while nothing was sent
   */
  void take(Instant now, Optional<TcpQueues.Queue> queue, Optional<PublisherView.Output> output) {
    if (queue.isEmpty()) {
      connection = Optional.empty();
      return;
    }
    answered = answered || output.isPresent();
    long written = output.map(PublisherView.Output::bytes).orElse(0L);
    long waiting = queue.get().unacknowledged();
    boolean moved =
        connection.isEmpty()
            || queue.get().socket() != socket
            || waiting == 0
            || queue.get().moving()
            || waiting < connection.get().unacknowledged();
    Instant acknowledgedAt;
    if (moved) {
      looks.clear();
      acknowledgedAt = now;
    } else {
      acknowledgedAt = proven(now, written, waiting, connection.get().acknowledgedAt());
    }
    socket = queue.get().socket();
    if (looks.size() == MOST_LOOKS) {
      looks.removeFirst();
    }
    looks.add(new Look(now, written, waiting, Optional.empty(), Optional.empty()));
    connection = Optional.of(new PublisherView.Connection(waiting, acknowledgedAt, answered));
  }

  /** When bytes were acknowledged by what is proven now; {@code before} where nothing is. */
  private Instant proven(Instant now, long written, long waiting, Instant before) {
    looks.replaceAll(look -> look.with(written));
    for (int i = looks.size() - 1; i >= 0; i--) {
      if (looks.get(i).isBefore(written, waiting)) {
        Instant acknowledgedAt = i + MIDDLE < looks.size() ? looks.get(i + MIDDLE).at() : now;
        looks.subList(0, i + 1).clear();
        return acknowledgedAt.isAfter(before) ? acknowledgedAt : before;
      }
    }
    return before;
  }
}
