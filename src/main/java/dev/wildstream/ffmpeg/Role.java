package dev.wildstream.ffmpeg;

import java.util.Locale;

/** What an FFmpeg does for its stream. */
public enum Role {
  /** Owns the RTMP session. */
  PUBLISHER,
  /** Reads one item. */
  FEEDER;

  /** As files and messages name it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
