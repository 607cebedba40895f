package dev.wildstream.rules.offenders.target;

/** Breaks rules on purpose. */
public class AsksForTimeAndChance {
  Object[] asks() throws InterruptedException {
    Thread.sleep(1);
    return new Object[] {
      java.time.Instant.now(),
      java.time.LocalDateTime.now(),
      java.time.ZonedDateTime.now(),
      java.time.Clock.systemUTC(),
      System.nanoTime(),
      System.currentTimeMillis(),
      Math.random(),
      new java.util.Random(),
      new java.util.SplittableRandom(),
      java.util.concurrent.ThreadLocalRandom.current(),
      new java.util.Date()
    };
  }
}
