package dev.wildstream.ffmpeg;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * From where a feeder may go on, by when the pictures and sounds were due that were thrown away:
 * all before them is the publisher's. A small gap is harmless, an overlap is not.
 */
final class CutPoint {

  /**
   * Pictures looked at. Of reordered ones some that are shown later come first; codecs allow for 16
   * of them, encoders take 2 to 4.
   */
  private static final int PICTURES = 32;

  /** With fewer it is not seen which of those shown later had come first. */
  private static final int ENOUGH = 8;

  /** Four reordered frames of 40 ms, and one for good measure. */
  private static final Duration REORDERED = Duration.ofMillis(200);

  /**
   * Feeders write picture and sound by turns, as they are due: what is not there at all was due
   * before what is, or hardly later.
   */
  private static final Duration OTHER = Duration.ofMillis(100);

  private final List<Duration> shown = new ArrayList<>();
  private Duration firstDecoded = Duration.ZERO;
  private Duration lastDecoded = Duration.ZERO;
  private Optional<Duration> sound = Optional.empty();

  /** A picture that was thrown away, in the order of the stream. */
  void picture(Duration isShown, Duration isDecoded) {
    if (shown.size() < PICTURES) {
      firstDecoded = shown.isEmpty() ? isDecoded : firstDecoded;
      lastDecoded = isDecoded;
      shown.add(isShown);
    }
  }

  /** A sound that was thrown away. */
  void sound(Duration due) {
    sound = sound.or(() -> Optional.of(due));
  }

  /** Empty where nothing was thrown away. */
  Optional<Duration> reached() {
    if (shown.isEmpty()) {
      return sound.map(REORDERED::plus);
    }
    Duration picture =
        shown.size() < ENOUGH ? Collections.max(shown).plus(REORDERED) : firstBehindThoseThatCame();
    Duration heard = sound.orElse(firstDecoded.plus(OTHER));
    return Optional.of(picture.compareTo(heard) > 0 ? picture : heard);
  }

  /**
   * What is missing among those that are shown before the last of them is decoded had come already.
   * So the first picture behind the last one missing is the first that all before it have come of.
   */
  private Duration firstBehindThoseThatCame() {
    List<Duration> inOrder = shown.stream().sorted().toList();
    Duration frame = frame(inOrder);
    Duration first = inOrder.getFirst();
    for (int i = 1; i < inOrder.size(); i++) {
      Duration step = inOrder.get(i).minus(inOrder.get(i - 1));
      boolean misses = step.multipliedBy(2).compareTo(frame.multipliedBy(3)) > 0;
      boolean known = inOrder.get(i - 1).plus(frame).compareTo(lastDecoded) < 0;
      if (misses && known) {
        first = inOrder.get(i);
      }
    }
    return first;
  }

  /** How long a picture is shown, mostly. */
  private static Duration frame(List<Duration> inOrder) {
    List<Duration> steps = new ArrayList<>();
    for (int i = 1; i < inOrder.size(); i++) {
      steps.add(inOrder.get(i).minus(inOrder.get(i - 1)));
    }
    Collections.sort(steps);
    return steps.get(steps.size() / 2);
  }
}
