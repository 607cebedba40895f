package dev.wildstream.ffmpeg;

import dev.wildstream.desired.StreamName;
import dev.wildstream.linux.ProcessIdentity;
import dev.wildstream.loop.RunRecords;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the next hub must know of an FFmpeg to go on with it. Written before the spawn without the
 * process, and after it with: a hub may die between the two.
 *
 * @param feeder its number within the session; 0 for a publisher
 * @param timeline where on the session's timeline a feeder's input begins
 * @param nudge by how much a feeder's output times lie before their place in the item
 * @param silent whether a feeder adds the sound
 * @param logFrom where in the log its words begin, in bytes
 * @param inputStart of a publisher: the first timestamp it read; empty = not said yet
 * @param process empty while it is being started
 */
record Note(
    long session,
    long feeder,
    Duration timeline,
    Duration nudge,
    boolean silent,
    long logFrom,
    Optional<Duration> inputStart,
    Optional<ProcessIdentity> process) {

  static Note ofPublisher(long session, long logFrom) {
    return new Note(
        session,
        0,
        Duration.ZERO,
        Duration.ZERO,
        false,
        logFrom,
        Optional.empty(),
        Optional.empty());
  }

  static Note ofFeeder(FeederWork work, long logFrom) {
    return new Note(
        work.session(),
        work.number(),
        work.timeline(),
        work.nudge(),
        work.silent(),
        logFrom,
        Optional.empty(),
        Optional.empty());
  }

  Note withProcess(ProcessIdentity started) {
    return new Note(
        session, feeder, timeline, nudge, silent, logFrom, inputStart, Optional.of(started));
  }

  Note withInputStart(Duration start) {
    return new Note(session, feeder, timeline, nudge, silent, logFrom, Optional.of(start), process);
  }

  FeederWork work() {
    return new FeederWork(session, feeder, timeline, nudge, silent);
  }

  /**
   * Writes it over the one before.
   *
   * @throws java.io.UncheckedIOException where it cannot be written
   */
  void write(RunRecords records, Path file, StreamName stream, Role role) {
    Map<String, String> fields = new TreeMap<>();
    fields.put("stream", stream.text());
    fields.put("role", role.text());
    fields.put("session", Long.toString(session));
    fields.put("feeder", Long.toString(feeder));
    fields.put("timeline", timeline.toString());
    fields.put("nudge", nudge.toString());
    fields.put("silent", Boolean.toString(silent));
    fields.put("logFrom", Long.toString(logFrom));
    inputStart.ifPresent(start -> fields.put("inputStart", start.toString()));
    process.ifPresent(identity -> {
      fields.put("pid", Long.toString(identity.pid()));
      fields.put("startTicks", Long.toString(identity.startTicks()));
      fields.put("boot", identity.bootId());
    });
    records.write(file, fields);
  }

  /** Reads it; empty where there is none, or not a whole one. */
  static Optional<Note> read(RunRecords records, Path file) {
    return records.read(file).flatMap(Note::of);
  }

  private static Optional<Note> of(Map<String, String> fields) {
    if (fields.containsValue(null)) {
      return Optional.empty();
    }
    try {
      Optional<ProcessIdentity> process =
          fields.containsKey("pid")
              ? Optional.of(
                  new ProcessIdentity(
                      number(fields, "pid"),
                      number(fields, "startTicks"),
                      fields.getOrDefault("boot", "")))
              : Optional.empty();
      return Optional.of(
          new Note(
              number(fields, "session"),
              number(fields, "feeder"),
              Duration.parse(fields.getOrDefault("timeline", "PT0S")), // an older hub's has none
              Duration.parse(fields.getOrDefault("nudge", "")),
              Boolean.parseBoolean(fields.getOrDefault("silent", "")),
              number(fields, "logFrom"),
              Optional.ofNullable(fields.get("inputStart")).map(Duration::parse),
              process));
    } catch (NumberFormatException | DateTimeParseException damaged) {
      return Optional.empty();
    }
  }

  private static long number(Map<String, String> fields, String name) {
    long number = Long.parseLong(fields.getOrDefault(name, ""));
    if (number < 0) {
      throw new NumberFormatException(name + " below zero");
    }
    return number;
  }
}
