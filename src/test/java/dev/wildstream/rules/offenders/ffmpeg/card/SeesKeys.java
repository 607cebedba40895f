package dev.wildstream.rules.offenders.ffmpeg.card;

/** Breaks rules on purpose. */
public class SeesKeys {
  dev.wildstream.rules.offenders.keys.SeesAnotherAdapter other;
}
