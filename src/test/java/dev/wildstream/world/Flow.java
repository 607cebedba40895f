package dev.wildstream.world;

/**
 * The way of the media: from a feeder through the fifo into the publisher and to the target. Each
 * moves at a steady rate until something changes, so no time has to be walked through. Places are
 * nanoseconds of the session's timeline, rates are thousandths of real time.
 */
final class Flow {

  /** What the fifo holds. */
  static final long FIFO = 4_000_000_000L;

  /** What the publisher holds itself. */
  static final long READ_AHEAD = 1_000_000_000L;

  /** How fast a feeder copies where nothing holds it up. */
  static final int COPIES = 20_000;

  static final int LIVE = 1_000;

  /** What FFmpeg sends only once something follows it: two frames of thirty a second. */
  static final long HELD_BACK = 67_000_000L;

  /** Nearer than this nothing is told apart. */
  private static final long STEP = 1_000_000L;

  private long at;
  private long written;
  private long sent;
  private long feederEnd;
  private int feederRate;
  private int sendRate;
  private long limit = Agenda.NEVER;
  private long emptySince;
  private long emptyUntil;
  private long movedAt;
  private long fedAt;
  private boolean flushed;
  private long waitedUntil = Long.MIN_VALUE / 2;

  /** Nothing written yet. */
  Flow(long now, long begin) {
    at = now;
    written = begin;
    sent = begin;
    feederEnd = begin;
    emptySince = now;
    emptyUntil = now;
    movedAt = now;
    fedAt = now;
  }

  /** A feeder begins to write from a place to a place. */
  void feed(long now, long begin, long end, int rate) {
    advance(now);
    written = Math.max(written, begin);
    feederEnd = end;
    feederRate = rate;
    flushed = false;
    advance(now);
  }

  /** Nothing follows: all of it is sent. */
  void flush(long now) {
    advance(now);
    flushed = true;
  }

  /** Whether it was made to be sent to the last frame, or will be in a moment. */
  boolean isFlushed() {
    return flushed;
  }

  /** Throws away what the publisher has not read; how far it has. */
  long cut(long now) {
    advance(now);
    boolean wasEmpty = isEmpty();
    written = Math.min(written, sent + READ_AHEAD);
    feederEnd = written;
    feederRate = 0;
    if (!wasEmpty) {
      emptySince = at;
    }
    return written;
  }

  void feedAt(long now, int rate) {
    advance(now);
    feederRate = rate;
  }

  void sendAt(long now, int rate) {
    advance(now);
    sendRate = rate;
  }

  /** Whether a feeder writes, or may. */
  boolean isFed() {
    return written < feederEnd;
  }

  /** Beyond this the target takes nothing more. */
  void limit(long now, long place) {
    advance(now);
    limit = place;
  }

  long written() {
    return written;
  }

  long sent() {
    return sent;
  }

  /** Whether the fifo holds nothing. */
  boolean isEmpty() {
    return written - sent <= READ_AHEAD;
  }

  boolean isHalfFull() {
    return written - sent >= READ_AHEAD + FIFO / 2;
  }

  /** Since when the fifo holds nothing, or when it last began to. */
  long emptySince() {
    return emptySince;
  }

  /** When the fifo last held nothing. */
  long emptyUntil() {
    return isEmpty() ? at : emptyUntil;
  }

  /** When output last moved. */
  long movedAt() {
    return movedAt;
  }

  /** When output last waited for something to send. FFmpeg makes up for short waits at once. */
  long waitedUntil() {
    return waitedUntil;
  }

  /** When something was last written. */
  long fedAt() {
    return fedAt;
  }

  /** Whether output moves now. */
  boolean moves() {
    return sending() > 0;
  }

  private int feeding() {
    if (written >= feederEnd) {
      return 0;
    }
    return written - sent >= FIFO + READ_AHEAD ? Math.min(feederRate, rawSending()) : feederRate;
  }

  private int rawSending() {
    return sent >= limit ? 0 : sendRate;
  }

  private int sending() {
    int raw = rawSending();
    return sent >= sendable() ? Math.min(raw, written >= feederEnd ? 0 : feederRate) : raw;
  }

  private long sendable() {
    return flushed ? written : Math.max(sent, written - HELD_BACK);
  }

  /** When the feeder has written all it will, if nothing changes until then. */
  long feederDone() {
    Flow ahead = copy();
    for (int i = 0; i < 8; i++) {
      if (ahead.written >= ahead.feederEnd) {
        return ahead.at;
      }
      long change = ahead.nextChange();
      if (change == Agenda.NEVER) {
        return Agenda.NEVER;
      }
      ahead.advance(change);
    }
    return ahead.at; // it is looked at again then
  }

  private Flow copy() {
    Flow copy = new Flow(at, 0);
    copy.written = written;
    copy.sent = sent;
    copy.feederEnd = feederEnd;
    copy.feederRate = feederRate;
    copy.sendRate = sendRate;
    copy.limit = limit;
    copy.flushed = flushed;
    return copy;
  }

  /** When one of the rates changes by itself. */
  private long nextChange() {
    int in = feeding();
    int out = sending();
    long change = Agenda.NEVER;
    if (in > 0) {
      change = Math.min(change, time(feederEnd - written, in));
    }
    if (in > out && written - sent < FIFO + READ_AHEAD) {
      change = Math.min(change, time(sent + FIFO + READ_AHEAD - written, in - out));
    }
    if (out > in) {
      change = Math.min(change, time(sendable() - sent, out - in));
    }
    if (out > 0 && limit != Agenda.NEVER) {
      change = Math.min(change, time(limit - sent, out));
    }
    boolean empty = isEmpty();
    if (empty && in > out) {
      change = Math.min(change, time(sent + READ_AHEAD - written, in - out) + 1);
    }
    if (!empty && out > in) {
      change = Math.min(change, time(written - sent - READ_AHEAD, out - in));
    }
    return change == Agenda.NEVER ? change : at + Math.max(STEP, change);
  }

  private static long time(long way, int rate) {
    return way < 0 ? 0 : (way * 1_000 + rate - 1) / rate;
  }

  /** Brings all up to a moment. */
  void advance(long now) {
    while (at < now) {
      int in = feeding();
      int out = sending();
      long until = Math.min(now, nextChange());
      long time = until - at;
      boolean wasEmpty = isEmpty();
      if (in > 0) {
        written = Math.min(feederEnd, written + time * in / 1_000);
        fedAt = until;
      }
      if (out < rawSending()) {
        waitedUntil = until;
      }
      if (out > 0) {
        sent = Math.min(sendable(), Math.min(limit, sent + time * out / 1_000));
        movedAt = until;
      }
      at = until;
      if (isEmpty() && !wasEmpty) {
        emptySince = at;
      } else if (!isEmpty() && wasEmpty) {
        emptyUntil = at;
      }
    }
  }

  @Override
  public String toString() {
    return "%.3f s written, %.3f s sent, feeds %d to %.3f s"
        .formatted(written / 1e9, sent / 1e9, feederRate, feederEnd / 1e9);
  }
}
