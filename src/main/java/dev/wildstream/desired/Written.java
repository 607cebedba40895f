package dev.wildstream.desired;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Values as the file would say them. */
public final class Written {

  private static final long K = 1_000;
  private static final long M = 1_000_000;

  private Written() {}

  /** {@code 1m30s}. */
  public static String time(Duration time) {
    if (time.isZero()) {
      return "0s";
    }
    return part(time.toDays(), "d")
        + part(time.toHoursPart(), "h")
        + part(time.toMinutesPart(), "m")
        + part(time.toSecondsPart(), "s")
        + part(time.toMillisPart(), "ms");
  }

  private static String part(long number, String unit) {
    return number == 0 ? "" : number + unit;
  }

  /** {@code 4500k}. */
  public static String bitRate(long bitsPerSecond) {
    return bitsPerSecond % M == 0 ? bitsPerSecond / M + "M" : bitsPerSecond / K + "k";
  }

  /** An item of a list, a cut in parentheses behind its path. */
  public static String item(PlaylistEntry entry) {
    return switch (entry) {
      case PlaylistEntry.Found found -> found.text();
      case PlaylistEntry.Literal(var path, var cut, int times) -> {
        String often = times == 1 ? "" : "times " + times;
        String all =
            Stream.of(cut(cut), often)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
        yield all.isEmpty() ? path.toString() : path + " (" + all + ")";
      }
    };
  }

  /** {@code start 1m30s, end 10m}; nothing of the whole file. */
  public static String cut(PlaylistEntry.Cut cut) {
    String start = cut.start().isZero() ? "" : "start " + time(cut.start());
    String end = cut.end().map(e -> "end " + time(e)).orElse("");
    return start.isEmpty() || end.isEmpty() ? start + end : start + ", " + end;
  }

  static String hosts(List<HostGlob> hosts) {
    return hosts.stream().map(HostGlob::text).collect(Collectors.joining(", ", "[", "]"));
  }

  static String timeOrNever(Optional<Duration> time) {
    return time.map(Written::time).orElse("never");
  }

  static String orSource(Optional<?> value) {
    return value.map(Object::toString).orElse("source");
  }

  static String laps(Playlist.Laps laps) {
    return switch (laps) {
      case Playlist.Laps.Forever forever -> "forever";
      case Playlist.Laps.Count(int count) -> String.valueOf(count);
    };
  }

  static String attempts(RetryPolicy.Attempts attempts) {
    return switch (attempts) {
      case RetryPolicy.Attempts.Limited(int count) -> String.valueOf(count);
      case RetryPolicy.Attempts.Unlimited unlimited -> "unlimited";
    };
  }

  static String standby(Standby standby) {
    return switch (standby) {
      case Standby.TestCard card -> "testcard";
      case Standby.None none -> "none";
      case Standby.File(var path) -> path.toString();
    };
  }
}
