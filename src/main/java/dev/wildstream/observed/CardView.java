package dev.wildstream.observed;

import dev.wildstream.media.FrameRate;
import dev.wildstream.media.FrameSize;

/** The test card of a stream: made once for each format, off the loop. */
public sealed interface CardView {

  /** What it shows, and in which format. */
  Card card();

  /**
   * It is there.
   *
   * @param clip some seconds of it with silence, H.264 with the sound asked for, to be copied again
   *     and again
   * @param picture the same as an image file
   * @param bitrate of the clip, bits per second
   */
  record Ready(Card card, String clip, String picture, long bitrate) implements CardView {}

  /**
   * It cannot be made.
   *
   * @param why one line for people
   */
  record Failed(Card card, String why) implements CardView {}

  /**
   * A test card.
   *
   * @param name of the stream, which it shows
   * @param audioCodec {@code aac} or {@code mp3}
   * @param sampleRate in Hz
   */
  record Card(
      String name,
      FrameSize size,
      FrameRate rate,
      String audioCodec,
      int sampleRate,
      int channels) {}
}
