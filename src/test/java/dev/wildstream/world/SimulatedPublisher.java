package dev.wildstream.world;

import dev.wildstream.desired.StreamName;
import dev.wildstream.desired.Target;
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
  private final long bornAt;
  private final long begin;
  private final Flow flow;

  State state = State.WAITS;
  boolean frozen;
  boolean ignoresTerm;

  /** Hangs in the kernel: not even SIGKILL ends it now. */
  boolean undying;

  boolean killed;
  boolean recorded;

  /** The target reads no more, while its kernel still acknowledges. */
  boolean receiverFrozen;

  Optional<Failure> complaint = Optional.empty();

  private long reported;
  private long reportedAt;
  private long firstReportAt = Agenda.NEVER;
  private long acknowledgedAt;
  private long endedAt = Agenda.NEVER;
  private int exitCode;
  private Optional<Failure> failure = Optional.empty();

  SimulatedPublisher(
      StreamName stream, long session, Target target, String key, long bornAt, long begin) {
    this.stream = stream;
    this.session = session;
    this.target = target;
    this.key = key;
    this.bornAt = bornAt;
    this.begin = begin;
    this.flow = new Flow(bornAt, begin);
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
    return target + " " + key;
  }

  long bornAt() {
    return bornAt;
  }

  long begin() {
    return begin;
  }

  Flow flow() {
    return flow;
  }

  boolean isAlive() {
    return state != State.ENDED;
  }

  /** Whether output moves on, or would if there were something to send. */
  boolean isWell() {
    return state == State.SENDS && !frozen && !receiverFrozen;
  }

  /** Writes its report, if there is something new to tell. */
  void report(long now) {
    flow.advance(now);
    if (!receiverFrozen) {
      acknowledgedAt = now;
    }
    long whole = begin + (flow.sent() - begin) / REPORT * REPORT;
    if (whole > reported) {
      reported = whole;
      reportedAt = Math.max(reportedAt, flow.movedAt());
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
    flow.sendAt(now, 0);
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

  /** What its log says of its end. */
  Failure failure() {
    return failure.orElseThrow();
  }

  @Override
  public String toString() {
    return "publisher " + stream + "/" + session;
  }
}
