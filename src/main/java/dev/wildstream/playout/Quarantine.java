package dev.wildstream.playout;

import dev.wildstream.memory.SetAside;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Items that failed, left out for a minute, doubled up to an hour, and until their file changes.
 */
public final class Quarantine {

  /** The first time out. */
  public static final Duration FIRST = Duration.ofMinutes(1);

  /** The longest time out. */
  public static final Duration LONGEST = Duration.ofHours(1);

  /** Where nothing else can be played, an item is left out no longer than this. */
  public static final Duration LAST_RESORT = Duration.ofSeconds(10);

  /**
   * How many items are remembered. Where that is not enough, those are forgotten that were due more
   * than {@link #LONGEST} ago, and what finds no place simply fails anew each time.
   */
  public static final int LIMIT = 1_000;

  private Quarantine() {}

  /** What an item is left out for now; empty = it may be tried. */
  public static Optional<SetAside> of(
      Map<String, SetAside> setAside, String path, String stamp, Instant now) {
    return Optional.ofNullable(setAside.get(path))
        .filter(aside -> aside.stamp().equals(stamp) && now.isBefore(aside.until()))
        // a longer time out than the rules give is a clock's doing
        .filter(aside -> !aside.until().isAfter(now.plus(timeOut(aside.failures()))));
  }

  /**
   * Whether an item that is left out may be tried all the same where nothing else can be played.
   */
  public static boolean isLastResort(SetAside aside, Instant now) {
    Instant failedAt = aside.until().minus(timeOut(aside.failures()));
    return !now.isBefore(failedAt.plus(LAST_RESORT));
  }

  /**
   * Whether an item failed within the last minute, and once: its file, which is another now, is
   * being written. One that failed twice unchanged was not.
   */
  static boolean failedJustNow(Map<String, SetAside> setAside, String path, Instant now) {
    return Optional.ofNullable(setAside.get(path))
        .filter(aside -> aside.failures() == 1)
        .map(aside -> aside.until().minus(timeOut(aside.failures())))
        .filter(failedAt -> !failedAt.isAfter(now) && now.isBefore(failedAt.plus(FIRST)))
        .isPresent();
  }

  /** The set after one more failure of an item. */
  public static Map<String, SetAside> add(
      Map<String, SetAside> setAside, String path, String stamp, String why, Instant now) {
    Map<String, SetAside> changed = new TreeMap<>(setAside);
    put(changed, path, stamp, why, now);
    return changed;
  }

  /**
   * Remembers one more failure of an item.
   *
   * @param setAside is changed
   * @return whether there was a place for it
   */
  static boolean put(
      Map<String, SetAside> setAside, String path, String stamp, String why, Instant now) {
    SetAside before = setAside.get(path);
    if (before == null && setAside.size() >= LIMIT) {
      setAside.values().removeIf(aside -> aside.until().plus(LONGEST).isBefore(now));
      if (setAside.size() >= LIMIT) {
        return false;
      }
    }
    int failures = before != null && before.stamp().equals(stamp) ? before.failures() + 1 : 1;
    setAside.put(path, new SetAside(stamp, failures, now.plus(timeOut(failures)), why));
    return true;
  }

  /** The set without an item that went well. */
  public static Map<String, SetAside> remove(Map<String, SetAside> setAside, String path) {
    if (!setAside.containsKey(path)) {
      return setAside;
    }
    Map<String, SetAside> changed = new TreeMap<>(setAside);
    changed.remove(path);
    return changed;
  }

  /** 1, 2, 4 … minutes for the first, second, third … failure in a row. */
  static Duration timeOut(int failures) {
    int doublings = Math.min(failures - 1, 6); // 2^6 minutes are more than the hour that ends it
    Duration timeOut = FIRST.multipliedBy(1L << doublings);
    return timeOut.compareTo(LONGEST) < 0 ? timeOut : LONGEST;
  }
}
