package dev.wildstream.memory;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that is remembered of one stream.
 *
 * @param boot the machine's boot id when it was saved
 * @param asked what the file asked for; empty for a stream never seen
 * @param phase where it stands
 * @param reason in words, for people; may be empty
 * @param since when the phase began (steady clock)
 * @param session the publisher that should be running; empty = none
 * @param sessions how many sessions were ever started
 * @param position what is on the air, or was last
 * @param before items before it in the order they play, nearest first, at most 50: where to go on
 *     if it was removed
 * @param shuffleSeed chosen once per stream
 * @param setAside items left out for a while, by path; at most 1,000
 * @param remarks what was told of items that are played all the same (transcoded, keyframes far
 *     apart), by path, and of those that failed, so that it is told once; at most 1,000
 * @param format of the newest session whose picture was fixed
 * @param accountedAt up to when counters hold the time on and off the air
 */
public record StreamMemory(
    String boot,
    Optional<Asked> asked,
    Phase phase,
    String reason,
    Instant since,
    Retries retries,
    Optional<Session> session,
    long sessions,
    Optional<Position> position,
    List<ItemIdentity> before,
    long shuffleSeed,
    Map<String, SetAside> setAside,
    Map<String, String> remarks,
    Optional<Format> format,
    Counters counters,
    Optional<LastFailure> lastFailure,
    Instant accountedAt) {

  public StreamMemory {
    before = List.copyOf(before);
    setAside = Map.copyOf(setAside);
    remarks = Map.copyOf(remarks);
  }

  /** Of a stream never seen before. */
  public static StreamMemory fresh(String boot, long shuffleSeed, Instant now) {
    return new StreamMemory(
        boot,
        Optional.empty(),
        Phase.OFF,
        "",
        now,
        Retries.NONE,
        Optional.empty(),
        0,
        Optional.empty(),
        List.of(),
        shuffleSeed,
        Map.of(),
        Map.of(),
        Optional.empty(),
        Counters.ZERO,
        Optional.empty(),
        now);
  }
}
