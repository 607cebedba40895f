package dev.wildstream.ffmpeg;

import dev.wildstream.desired.StreamName;
import dev.wildstream.linux.Fifo;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fifo of a session that is fed before its publisher is started: one at most, of the newest
 * session. Not safe for use by several threads.
 */
final class FedAhead {

  private static final Logger LOG = LoggerFactory.getLogger(FedAhead.class);

  private final StreamName stream;
  private final RunFolder run;
  private Optional<Session> held = Optional.empty();

  private record Session(long number, Fifo fifo) {}

  FedAhead(StreamName stream, RunFolder run) {
    this.stream = stream;
    this.run = run;
  }

  /**
   * The fifo of a session, made where it is not there; that of any other is dropped.
   *
   * @param bitrate of what it has to hold, bits per second
   */
  Fifo fifo(long session, long bitrate) throws IOException {
    Optional<Fifo> there = of(session);
    if (there.isPresent()) {
      FifoSize.widen(there.get(), bitrate);
      return there.get();
    }
    drop();
    Fifo fresh = run.makeFifo(session);
    FifoSize.set(fresh, bitrate);
    held = Optional.of(new Session(session, fresh));
    return fresh;
  }

  Optional<Fifo> of(long session) {
    return held.filter(s -> s.number() == session).map(Session::fifo);
  }

  /** It is the publisher's from now on. */
  void handOver() {
    held = Optional.empty();
  }

  /** Nobody will ever read what is in it. */
  void drop() {
    held.ifPresent(session -> {
      session.fifo().close();
      try {
        run.removeFifo(session.number());
      } catch (IOException left) {
        LOG.warn("Fifo cannot be removed stream={} why={}", stream, left.toString());
      }
    });
    held = Optional.empty();
  }
}
