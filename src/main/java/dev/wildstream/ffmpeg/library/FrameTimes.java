package dev.wildstream.ffmpeg.library;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * When the frames of some windows of a file are shown.
 *
 * <p>A window is what was read without a seek between. Of its end nothing is said: frames that are
 * shown before the last ones may not have been read.
 */
final class FrameTimes {

  /** Between two windows lies more; a keyframe interval that is longer does not fit anywhere. */
  private static final Duration NEXT_WINDOW = Duration.ofSeconds(12);

  /** Reordered frames go back by less. */
  private static final Duration READ_AGAIN = Duration.ofMillis(500);

  /**
   * Frames may come so much too early or too late: the clocks of containers are coarse (1 ms), and
   * those of phones unsteady. A frame that is missing, or shown twice, is more.
   */
  private static final int UNSTEADY = 6;

  private static final Duration COARSE = Duration.ofMillis(2);

  /** One frame of a hundred may be off: a recorder that lost one makes no other rate. */
  private static final int OFTEN = 100;

  private record Window(SortedSet<Duration> frames, SortedSet<Duration> keyframes, Duration end) {}

  private final List<Window> windows;

  private FrameTimes(List<Window> windows) {
    this.windows = windows;
  }

  /**
   * Of the packets of one stream, in the order they were read. Where the container does not say of
   * each when it is shown (MPEG program streams, AVI), it does when each is decoded.
   */
  static FrameTimes of(List<ProbeOutput.Packet> packets) {
    boolean shown = packets.stream().allMatch(packet -> packet.pts().isPresent());
    Function<ProbeOutput.Packet, Optional<Duration>> time =
        shown ? ProbeOutput.Packet::pts : ProbeOutput.Packet::dts;
    List<Window> windows = new ArrayList<>();
    List<ProbeOutput.Packet> window = new ArrayList<>();
    Optional<Duration> before = Optional.empty();
    for (ProbeOutput.Packet packet : packets) {
      Optional<Duration> now = packet.dts().or(packet::pts);
      if (now.isPresent() && before.isPresent() && isElsewhere(before.get(), now.get())) {
        windows.add(window(window, time));
        window.clear();
      }
      before = now;
      window.add(packet);
    }
    windows.add(window(window, time));
    return new FrameTimes(windows);
  }

  private static boolean isElsewhere(Duration before, Duration now) {
    return now.compareTo(before.plus(NEXT_WINDOW)) > 0
        || now.compareTo(before.minus(READ_AGAIN)) < 0;
  }

  private static Window window(
      List<ProbeOutput.Packet> packets, Function<ProbeOutput.Packet, Optional<Duration>> time) {
    SortedSet<Duration> keyframes = new TreeSet<>();
    SortedSet<Duration> frames = new TreeSet<>();
    Duration read = Duration.ZERO;
    for (ProbeOutput.Packet packet : packets) {
      time.apply(packet).ifPresent(frames::add);
      if (packet.isKeyframe()) {
        time.apply(packet).ifPresent(keyframes::add);
      }
      read = packet.dts().or(packet::pts).orElse(read);
    }
    Duration end = frames.isEmpty() ? Duration.ZERO : frames.last();
    SortedSet<Duration> whole = frames.headSet(read.plusNanos(1));
    return new Window(
        keyframes.isEmpty() ? whole : whole.tailSet(keyframes.first()), keyframes, end);
  }

  /** Whether there is a single frame. */
  boolean isOne() {
    SortedSet<Duration> all = new TreeSet<>();
    windows.forEach(window -> {
      all.addAll(window.frames());
      all.addAll(window.keyframes());
    });
    return all.size() == 1;
  }

  /**
   * The longest time from one keyframe to the next. Where a window ends without another, the
   * interval is at least as long as what was seen of it.
   */
  Optional<Duration> keyframeInterval() {
    Duration longest = Duration.ZERO;
    for (Window window : windows) {
      Optional<Duration> before = Optional.empty();
      for (Duration keyframe : window.keyframes()) {
        longest = longer(longest, before.map(keyframe::minus).orElse(Duration.ZERO));
        before = Optional.of(keyframe);
      }
      longest = longer(longest, before.map(window.end()::minus).orElse(Duration.ZERO));
    }
    return Optional.of(longest).filter(Duration::isPositive);
  }

  /**
   * Whether frames are shown for different times. Not so a film that is shown in turn for two and
   * for three half pictures: two of its frames are as long as any other two.
   *
   * @param average how long a frame lasts in the whole file; zero = not known
   */
  boolean isVariable(Duration average) {
    List<Duration> lengths = lengths();
    if (lengths.isEmpty()) {
      return false;
    }
    Duration usual = median(lengths);
    boolean elsewhereOther =
        average.isPositive()
            && !isNear(usual, average)
            && !isNear(median(pairs(lengths)), twice(average));
    return elsewhereOther || (isUneven(lengths) && isUneven(pairs(lengths)));
  }

  private List<Duration> lengths() {
    List<Duration> lengths = new ArrayList<>();
    for (Window window : windows) {
      Optional<Duration> before = Optional.empty();
      for (Duration frame : window.frames()) {
        before.map(frame::minus).ifPresent(lengths::add);
        before = Optional.of(frame);
      }
    }
    return lengths;
  }

  private static List<Duration> pairs(List<Duration> lengths) {
    List<Duration> pairs = new ArrayList<>();
    for (int i = 1; i < lengths.size(); i++) {
      pairs.add(lengths.get(i - 1).plus(lengths.get(i)));
    }
    return pairs.isEmpty() ? lengths : pairs;
  }

  private static boolean isUneven(List<Duration> lengths) {
    Duration usual = median(lengths);
    long others = lengths.stream().filter(length -> !isNear(length, usual)).count();
    return others > 1 && others * OFTEN > lengths.size();
  }

  private static boolean isNear(Duration length, Duration usual) {
    return length.minus(usual).abs().compareTo(longer(COARSE, usual.dividedBy(UNSTEADY))) <= 0;
  }

  private static Duration twice(Duration time) {
    return time.multipliedBy(2);
  }

  private static Duration median(List<Duration> lengths) {
    return lengths.stream().sorted().skip(lengths.size() / 2).findFirst().orElseThrow();
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
