package dev.wildstream.ffmpeg;

import dev.wildstream.linux.CallFailed;
import dev.wildstream.linux.Fifo;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** Throws away what a publisher has not read of a feeder that has ended. */
final class FeederCut {

  /** What FFmpeg may hold of a picture's packets and has sent none of: four of 40 ms. */
  private static final Duration HELD = Duration.ofMillis(160);

  /** What a feeder may have written before its first report. */
  private static final Duration UNREPORTED = Duration.ofMillis(500);

  /** What a publisher reads at once to know what it is (its {@code -analyzeduration}). */
  private static final Duration READ_AT_START = Duration.ofSeconds(2);

  private FeederCut() {}

  /**
   * Cuts.
   *
   * @param reader empty where the session has no publisher yet
   * @param fifo empty where the session is over
   * @return from where on the timeline another feeder may go on
   */
  static Duration reached(LiveFeeder ended, Optional<LivePublisher> reader, Optional<Fifo> fifo) {
    Optional<Duration> position = reader.flatMap(LivePublisher::position);
    Duration near = position.orElse(ended.begin());
    Duration reached =
        fifo.flatMap(f -> throwAway(f, near)).orElseGet(() -> reckoned(ended, reader));
    return position.filter(p -> p.compareTo(reached) > 0).orElse(reached);
  }

  private static Optional<Duration> throwAway(Fifo fifo, Duration near) {
    try {
      FifoCut cut = FifoCut.of(fifo.takeAll(), near);
      fifo.putBack(cut.back());
      return cut.reached();
    } catch (CallFailed closed) {
      return Optional.empty(); // the session has ended
    }
  }

  /** The publisher has read all of it: what was written, on the safe side. */
  private static Duration reckoned(LiveFeeder ended, Optional<LivePublisher> reader) {
    Optional<Duration> sent = reader.flatMap(LivePublisher::position);
    Duration unreported = sent.isPresent() ? UNREPORTED : UNREPORTED.plus(READ_AT_START);
    Duration written = ended.writtenUntil().orElse(ended.begin().plus(unreported));
    return Stream.of(written, sent.map(HELD::plus).orElse(written))
        .max(Duration::compareTo)
        .orElse(written);
  }
}
