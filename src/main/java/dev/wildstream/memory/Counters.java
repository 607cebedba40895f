package dev.wildstream.memory;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What only ever grows.
 *
 * @param restarts publishers started again, by reason
 * @param itemsPlayed items that went over the air to their end
 * @param itemsSkipped items that did not, by reason
 * @param onAir time with output advancing
 * @param offAir time desired, without
 * @param sentBytes of ended sessions and the present one
 * @param droppedFrames of ended sessions and the present one
 * @param feederTime written by feeders, by mode
 * @param slowSpells how often it became too slow to watch
 */
public record Counters(
    Map<String, Long> restarts,
    long itemsPlayed,
    Map<String, Long> itemsSkipped,
    Duration onAir,
    Duration offAir,
    long sentBytes,
    long droppedFrames,
    Map<String, Duration> feederTime,
    long slowSpells) {

  public static final Counters ZERO =
      new Counters(Map.of(), 0, Map.of(), Duration.ZERO, Duration.ZERO, 0, 0, Map.of(), 0);

  public Counters {
    restarts = Map.copyOf(restarts);
    itemsSkipped = Map.copyOf(itemsSkipped);
    feederTime = Map.copyOf(feederTime);
  }

  public Counters restarted(String reason) {
    return new Counters(
        plusOne(restarts, reason),
        itemsPlayed,
        itemsSkipped,
        onAir,
        offAir,
        sentBytes,
        droppedFrames,
        feederTime,
        slowSpells);
  }

  public Counters played(int items) {
    return new Counters(
        restarts,
        itemsPlayed + items,
        itemsSkipped,
        onAir,
        offAir,
        sentBytes,
        droppedFrames,
        feederTime,
        slowSpells);
  }

  public Counters skipped(String reason) {
    return new Counters(
        restarts,
        itemsPlayed,
        plusOne(itemsSkipped, reason),
        onAir,
        offAir,
        sentBytes,
        droppedFrames,
        feederTime,
        slowSpells);
  }

  public Counters sent(long bytes, long frames) {
    return new Counters(
        restarts,
        itemsPlayed,
        itemsSkipped,
        onAir,
        offAir,
        sentBytes + bytes,
        droppedFrames + frames,
        feederTime,
        slowSpells);
  }

  public Counters onAir(Duration more) {
    return new Counters(
        restarts,
        itemsPlayed,
        itemsSkipped,
        onAir.plus(more),
        offAir,
        sentBytes,
        droppedFrames,
        feederTime,
        slowSpells);
  }

  public Counters offAir(Duration more) {
    return new Counters(
        restarts,
        itemsPlayed,
        itemsSkipped,
        onAir,
        offAir.plus(more),
        sentBytes,
        droppedFrames,
        feederTime,
        slowSpells);
  }

  public Counters fed(String mode, Duration more) {
    Map<String, Duration> changed = new TreeMap<>(feederTime);
    changed.merge(mode, more, Duration::plus);
    return new Counters(
        restarts,
        itemsPlayed,
        itemsSkipped,
        onAir,
        offAir,
        sentBytes,
        droppedFrames,
        changed,
        slowSpells);
  }

  public Counters slowed() {
    return new Counters(
        restarts,
        itemsPlayed,
        itemsSkipped,
        onAir,
        offAir,
        sentBytes,
        droppedFrames,
        feederTime,
        slowSpells + 1);
  }

  private static Map<String, Long> plusOne(Map<String, Long> counts, String key) {
    Map<String, Long> changed = new TreeMap<>(counts);
    changed.merge(key, 1L, Long::sum);
    return changed;
  }
}
