package dev.wildstream.observed;

import java.time.Instant;
import java.util.Optional;

/**
 * A running publisher as a test wants it: one that has just begun, or another one but for a part.
 */
public final class RunningParts {

  private final long session;
  private Optional<Long> pid;
  private Instant startedAt;
  private Optional<PublisherView.Output> output = Optional.empty();
  private Optional<Instant> fifoEmptySince = Optional.empty();
  private Optional<Instant> fifoSeenEmptyAt = Optional.empty();
  private Optional<Instant> fifoHalfFullAt = Optional.empty();
  private Optional<Instant> askedToEnd = Optional.empty();
  private Optional<Failure> complaint = Optional.empty();
  private Optional<PublisherView.Connection> connection = Optional.empty();
  private boolean adopted;

  private RunningParts(long session, Optional<Long> pid, Instant startedAt) {
    this.session = session;
    this.pid = pid;
    this.startedAt = startedAt;
  }

  public static RunningParts begun(long session, long pid, Instant at) {
    return new RunningParts(session, Optional.of(pid), at);
  }

  public static RunningParts of(PublisherView.Running r) {
    RunningParts parts = new RunningParts(r.session(), r.pid(), r.startedAt());
    parts.output = r.output();
    parts.fifoEmptySince = r.fifoEmptySince();
    parts.fifoSeenEmptyAt = r.fifoSeenEmptyAt();
    parts.fifoHalfFullAt = r.fifoHalfFullAt();
    parts.askedToEnd = r.askedToEnd();
    parts.complaint = r.complaint();
    parts.connection = r.connection();
    parts.adopted = r.adopted();
    return parts;
  }

  public RunningParts pid(Optional<Long> of) {
    pid = of;
    return this;
  }

  public RunningParts startedAt(Instant of) {
    startedAt = of;
    return this;
  }

  public RunningParts output(Optional<PublisherView.Output> of) {
    output = of;
    return this;
  }

  public RunningParts fifoEmptySince(Optional<Instant> of) {
    fifoEmptySince = of;
    return this;
  }

  public RunningParts fifoSeenEmptyAt(Optional<Instant> of) {
    fifoSeenEmptyAt = of;
    return this;
  }

  public RunningParts fifoHalfFullAt(Optional<Instant> of) {
    fifoHalfFullAt = of;
    return this;
  }

  public RunningParts askedToEnd(Optional<Instant> of) {
    askedToEnd = of;
    return this;
  }

  public RunningParts complaint(Optional<Failure> of) {
    complaint = of;
    return this;
  }

  public RunningParts connection(Optional<PublisherView.Connection> of) {
    connection = of;
    return this;
  }

  public RunningParts adopted(boolean of) {
    adopted = of;
    return this;
  }

  public PublisherView.Running view() {
    return new PublisherView.Running(
        session,
        pid,
        startedAt,
        output,
        fifoEmptySince,
        fifoSeenEmptyAt,
        fifoHalfFullAt,
        askedToEnd,
        complaint,
        connection,
        adopted);
  }
}
