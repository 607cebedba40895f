package dev.wildstream.world;

import dev.wildstream.observed.CardView;
import dev.wildstream.observed.FileStamp;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The test cards that were made on the machine, which outlive the hub. */
final class SimulatedCards {

  private static final Duration LENGTH = Duration.ofSeconds(10);

  private final Map<CardView.Card, MediaFile> made = new HashMap<>();

  /** None can be made now. */
  boolean fail;

  /** When that was last so. */
  private long failedAt = -Duration.ofDays(1).toNanos();

  boolean isMade(CardView.Card card) {
    return made.containsKey(card);
  }

  /** It is there from now on. */
  CardView.Ready make(CardView.Card card) {
    MediaFile clip =
        made.computeIfAbsent(
            card,
            fresh ->
                new MediaFile(
                    "/cards/" + (made.size() + 1) + ".ts",
                    true,
                    new FileStamp(1_000, SimulatedMachine.BEGIN),
                    MediaFile.Content.GOOD,
                    LENGTH,
                    Optional.of(LENGTH),
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ZERO));
    return new CardView.Ready(card, clip.path(), clip.path() + ".png", 500_000);
  }

  Optional<MediaFile> at(String path) {
    return made.values().stream().filter(clip -> clip.path().equals(path)).findFirst();
  }

  void fail(boolean now, long at) {
    fail = now;
    failedAt = at;
  }

  /** When it last could not be made. */
  long failedAt(long now) {
    return fail ? now : failedAt;
  }
}
