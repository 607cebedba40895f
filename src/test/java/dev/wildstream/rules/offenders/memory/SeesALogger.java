package dev.wildstream.rules.offenders.memory;

/** Breaks rules on purpose. */
public class SeesALogger {
  org.slf4j.Logger log;
}
