package dev.wildstream.world;

import dev.wildstream.desired.StreamName;
import dev.wildstream.desired.Target;
import dev.wildstream.memory.Session;
import dev.wildstream.observed.Failure;
import java.util.Optional;

/** The FFmpeg process that sends. It lives on the machine, whatever becomes of the hub. */
final class SimulatedPublisher {

  /** How far it has got. */
  enum State {
    /** For something to read. */
    WAITS,
    CONNECTS,
    /** For an answer that does not come. */
    HANGS,
    SENDS,
    /** Its connection is gone, and it has said so, and is still there. */
    LINGERS,
    ENDED
  }

  /** Reports come twice a second. */
  private static final long REPORT = 500_000_000L;

  /** Of a stream of a megabit a second. */
  private static final long NANOS_PER_BYTE = 8_000;

  private final StreamName stream;
  private final long session;
  private final Target target;
  private final String key;
  private final String place;
  private final long bornAt;
  private final long begin;
  private final SimulatedFifo fifo;

  State state = State.WAITS;
  boolean frozen;
  boolean ignoresTerm;

  /** Hangs in the kernel: not even SIGKILL ends it now. */
  boolean undying;

  boolean killed;

  /** The target reads no more. */
  boolean receiverFrozen;

  /** Asks for a connection, and nobody answers. */
  boolean unanswered;

  Optional<Failure> complaint = Optional.empty();

  private long reported;
  private long reportedAt;
  private long firstReportAt = Agenda.NEVER;
  private long acknowledgedAt;
  private long acknowledges = Agenda.NEVER;
  private boolean waitsForAcknowledgement;
  private long endedAt = Agenda.NEVER;
  private int exitCode;
  private Optional<Failure> failure = Optional.empty();

  SimulatedPublisher(
      StreamName stream, Target target, String key, long bornAt, SimulatedFifo fifo) {
    this.stream = stream;
    this.session = fifo.session();
    this.target = target;
    this.key = key;
    this.place = target + " " + key;
    this.bornAt = bornAt;
    this.begin = Session.BEGIN.toNanos();
    this.fifo = fifo;
    reported = begin;
    acknowledgedAt = bornAt;
  }

  StreamName stream() {
    return stream;
  }

  long session() {
    return session;
  }

  Target target() {
    return target;
  }

  String key() {
    return key;
  }

  /** Where it publishes to: nobody else may at the same time. */
  String place() {
    return place;
  }

  long bornAt() {
    return bornAt;
  }

  long begin() {
    return begin;
  }

  SimulatedFifo fifo() {
    return fifo;
  }

  Flow flow() {
    return fifo.flow();
  }

  boolean isAlive() {
    return state != State.ENDED;
  }

  /** Whether output moves on, or would if there were something to send. */
  boolean isWell() {
    return state == State.SENDS && !frozen && !receiverFrozen;
  }

  /**
   * Its target reads no more: the kernels on the way take some more, and then nothing.
   *
   * @param acknowledged how much more the target's own kernel takes, in time of the stream
   * @param buffered how much more than that this machine's kernel takes
   */
  void freezeReceiver(long now, long acknowledged, long buffered) {
    report(now);
    receiverFrozen = true;
    acknowledges = flow().sent() + acknowledged;
    flow().limit(now, acknowledges + buffered);
  }

  void thawReceiver(long now) {
    report(now);
    receiverFrozen = false;
    acknowledges = Agenda.NEVER;
    flow().limit(now, Agenda.NEVER);
  }

  /** Bytes on their way that are not acknowledged. */
  long unacknowledged() {
    return Math.max(0, flow().sent() - acknowledges) / NANOS_PER_BYTE;
  }

  /** Writes its report, if there is something new to tell. */
  void report(long now) {
    flow().advance(now);
    long beyond = flow().sent() - acknowledges;
    if (beyond <= 0) {
      acknowledgedAt = now;
    } else if (!waitsForAcknowledgement) {
      acknowledgedAt = Math.max(acknowledgedAt, flow().movedAt() - beyond);
    }
    waitsForAcknowledgement = beyond > 0;
    long whole = begin + (flow().sent() - begin) / REPORT * REPORT;
    if (whole > reported) {
      reported = whole;
      // written as it came by; at the usual pace that was so long ago
      reportedAt = Math.max(reportedAt, flow().movedAt() - (flow().sent() - whole));
      firstReportAt = Math.min(firstReportAt, reportedAt);
    }
  }

  boolean hasReported() {
    return firstReportAt != Agenda.NEVER;
  }

  long reported() {
    return reported;
  }

  long reportedAt() {
    return reportedAt;
  }

  long firstReportAt() {
    return firstReportAt;
  }

  /** When the target last acknowledged something, or nothing waited to be. */
  long acknowledgedAt() {
    return acknowledgedAt;
  }

  long bytes() {
    return (reported - begin) / NANOS_PER_BYTE;
  }

  void ended(long now, int code, Failure why) {
    report(now);
    flow().sendAt(now, 0);
    state = State.ENDED;
    endedAt = now;
    exitCode = code;
    failure = Optional.of(why);
  }

  long endedAt() {
    return endedAt;
  }

  int exitCode() {
    return exitCode;
  }

  /** Whether its log says why it ended: one that was killed had no time to. */
  boolean hasSaidWhy() {
    return exitCode == 1;
  }

  /** What its log says of its end. */
  Failure failure() {
    return failure.orElseThrow();
  }

  @Override
  public String toString() {
    return "publisher " + stream + "/" + session;
  }
}
