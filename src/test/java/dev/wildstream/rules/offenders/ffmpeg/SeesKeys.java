package dev.wildstream.rules.offenders.ffmpeg;

/** Breaks rules on purpose. */
public class SeesKeys {
  dev.wildstream.rules.offenders.keys.SeesAnotherAdapter other;
}
