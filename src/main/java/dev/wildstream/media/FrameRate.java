package dev.wildstream.media;

import java.time.Duration;

/**
 * How many pictures a second has: a fraction, since 29.97 is 30000/1001.
 *
 * @param pictures in {@code seconds}, 0 where unknown
 * @param seconds at least 1
 */
public record FrameRate(int pictures, int seconds) {

  /** Where it is not known. */
  public static final FrameRate UNKNOWN = new FrameRate(0, 1);

  /**
   * Two rates that differ by less are one to the eye: 29.97 in a channel of 30 shows a picture for
   * a frame longer every 33 s.
   */
  private static final double ALIKE = 0.002;

  public FrameRate {
    if (pictures < 0 || seconds < 1) {
      throw new IllegalArgumentException("a rate is not negative");
    }
  }

  public boolean known() {
    return pictures > 0;
  }

  /** How long one picture is shown; zero where that is not known. */
  public Duration frame() {
    return known() ? Duration.ofNanos(Math.round(1e9 * seconds / pictures)) : Duration.ZERO;
  }

  public double perSecond() {
    return (double) pictures / seconds;
  }

  /** Whether nobody sees the difference. */
  public boolean isLike(FrameRate other) {
    return Math.abs(perSecond() - other.perSecond()) <= ALIKE * other.perSecond();
  }

  /** As FFmpeg reads it: {@code 30}, {@code 30000/1001}. */
  @Override
  public String toString() {
    return seconds == 1 ? Integer.toString(pictures) : pictures + "/" + seconds;
  }
}
