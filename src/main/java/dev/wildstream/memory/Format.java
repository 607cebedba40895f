package dev.wildstream.memory;

import dev.wildstream.media.FrameRate;
import dev.wildstream.media.FrameSize;
import java.util.Optional;

/**
 * What every item of a session must share to be copied into it.
 *
 * @param picture empty = not fixed yet: of no item of the list is anything known
 * @param audioCodec {@code aac} or {@code mp3}
 * @param sampleRate in Hz
 */
public record Format(Optional<Picture> picture, String audioCodec, int sampleRate, int channels) {

  /** The picture's share of it. */
  public record Picture(FrameSize size, FrameRate rate) {}

  public Format withPicture(Picture fixed) {
    return new Format(Optional.of(fixed), audioCodec, sampleRate, channels);
  }

  /** Whether the two have the same sound. */
  public boolean hasSoundOf(Format other) {
    return audioCodec.equals(other.audioCodec)
        && sampleRate == other.sampleRate
        && channels == other.channels;
  }
}
