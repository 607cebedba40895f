package dev.wildstream.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.linux.TcpQueues;
import dev.wildstream.observed.PublisherView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When bytes were acknowledged, from what FFmpeg reports twice a second and the queue's length. */
class ConnectionMeterTest {

  private static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");

  private final ConnectionMeter meter = new ConnectionMeter();
  private Instant now = BEGIN;

  private void look(long socket, long written, long waiting) {
    look(written, new TcpQueues.Queue(socket, waiting, false));
  }

  private void look(long written, TcpQueues.Queue queue) {
    Optional<PublisherView.Output> output =
        written == 0
            ? Optional.empty()
            : Optional.of(new PublisherView.Output(Duration.ZERO, now, BEGIN, written, 1, 0));
    meter.take(now, Optional.of(queue), output);
  }

  private void look(long written, long waiting) {
    look(1, written, waiting);
  }

  private void pass(long millis) {
    now = now.plusMillis(millis);
  }

  /** How long ago bytes were acknowledged. */
  private Duration ago() {
    return Duration.between(meter.connection().orElseThrow().acknowledgedAt(), now);
  }

  /**
   * A sender and its kernel, looked at two and a half times a second.
   *
   * @param rate bytes written per second
   */
  private final class Sender {
    private final double rate;
    private double written;
    private double waiting;
    private long reported;
    private int tenths;

    Sender(double rate) {
      this.rate = rate;
    }

    /** A tenth of a second in which the target acknowledges at {@code speed} bytes per second. */
    void tenth(double speed, double buffer) {
      double room = buffer - waiting;
      double more = Math.min(rate / 10, room);
      boolean blocked = more < rate / 10;
      written += more;
      waiting = Math.max(0, waiting + more - speed / 10);
      pass(100);
      tenths++;
      if (tenths % 5 == 0 && !blocked) {
        reported = (long) written;
      }
      if (tenths % 4 == 0) {
        look(reported, (long) waiting);
      }
    }

    void run(Duration time, double speed, double buffer) {
      for (long i = 0; i < time.toMillis() / 100; i++) {
        tenth(speed, buffer);
      }
    }
  }

  @Test
  void withoutAConnectionThereIsNothingToTell() {
    meter.take(now, Optional.empty(), Optional.empty());
    assertThat(meter.connection()).isEmpty();
    look(1_000, 10);
    meter.take(now, Optional.empty(), Optional.empty());
    assertThat(meter.connection()).isEmpty();
  }

  @Test
  void anEmptyQueueIsAcknowledgedNow() {
    look(1_000, 0);
    pass(5_000);
    look(1_000, 0);
    assertThat(meter.connection().orElseThrow().unacknowledged()).isZero();
    assertThat(ago()).isZero();
  }

  @Test
  void aQueueThatFellWasAcknowledgedAndOneThatGrewSaysNothing() {
    look(1_000, 500);
    pass(400);
    look(1_000, 500);
    pass(400);
    look(1_000, 700);
    assertThat(ago()).isEqualTo(Duration.ofMillis(800));
    assertThat(meter.connection().orElseThrow().unacknowledged()).isEqualTo(700);
    pass(400);
    look(1_000, 699);
    assertThat(ago()).isZero();
  }

  @Test
  void aQueueThatMovesByItsTimerWasAcknowledged() {
    look(1_000, 500);
    pass(4_000);
    look(1_000, new TcpQueues.Queue(1, 900, true));
    assertThat(ago()).isZero();
    pass(400);
    look(1_000, new TcpQueues.Queue(1, 950, false));
    assertThat(ago()).isEqualTo(Duration.ofMillis(400));
  }

  @Test
  void anotherConnectionBeginsAnew() {
    look(1, 1_000, 500);
    pass(5_000);
    look(2, 1_000, 900);
    assertThat(ago()).isZero();
  }

  @Test
  void aFrozenReceiverIsSeenFromItsLastByteOnAtAnyRate() {
    for (double rate : new double[] {8_000, 37_500, 750_000}) {
      ConnectionMeterTest one = new ConnectionMeterTest();
      Sender sender = one.new Sender(rate);
      sender.run(Duration.ofSeconds(20), 1e9, 4e6);
      // first it takes up to its buffer's end, with some of it on the way at every look
      sender.waiting = 1_000;
      sender.run(Duration.ofSeconds(4), rate, 4e6);
      Instant frozen = one.now;
      sender.run(Duration.ofSeconds(30), 0, 4e6);
      PublisherView.Connection connection = one.meter.connection().orElseThrow();
      assertThat(Duration.between(frozen, connection.acknowledgedAt()))
          .as("at " + rate)
          .isBetween(Duration.ofMillis(-800), Duration.ofMillis(800));
      assertThat(connection.unacknowledged()).isGreaterThan((long) Math.min(rate * 29, 3.9e6));
    }
  }

  @Test
  void aReportThatComesLateProvesNothingOfTheTimeItComes() {
    // recorded: 6 Mbit/s, frozen at the second look; FFmpeg 8 is blocked from the tenth on
    long[][] looks = {
      {4_224_741, 0},
      {4_645_061, 59_976},
      {5_035_848, 120_531},
      {5_426_449, 517_031},
      {5_817_448, 907_797},
      {6_207_846, 1_327_846},
      {6_598_854, 1_718_392},
      {7_019_152, 2_109_150},
      {7_409_961, 2_529_215},
      {7_800_558, 2_597_977},
      {7_831_072, 2_764_411},
      {7_981_209, 2_764_411},
      {7_981_209, 2_764_411}
    };
    for (long[] look : looks) {
      pass(500);
      look(look[0], look[1]);
    }
    assertThat(ago()).isBetween(Duration.ofMillis(4_500), Duration.ofMillis(5_500));
  }

  @Test
  void aReportInTheMiddleOfAPacketProvesNothing() {
    // FFmpeg 8 writes a packet of 300,000 bytes into a buffer that fills, and reports meanwhile
    // what it had written before it
    look(1_000_000, 0);
    for (long waiting : new long[] {100_000, 150_000, 200_000, 250_000, 299_000, 300_000}) {
      pass(400);
      look(waiting < 200_000 ? 1_000_000 : 1_001_000, waiting);
    }
    for (int i = 0; i < 5; i++) {
      pass(400);
      look(1_301_000, 300_000);
    }
    assertThat(ago()).isBetween(Duration.ofMillis(3_600), Duration.ofMillis(4_400));
  }

  @Test
  void aLongPathWithAQueueThatIsNeverEmptyIsNoStandstill() {
    Sender sender = new Sender(750_000);
    sender.waiting = 300_000;
    for (int i = 0; i < 600; i++) {
      // what is on the way differs from look to look, and is never less than at the one before
      sender.waiting += 1;
      sender.tenth(750_000, 4e6);
      assertThat(i < 20 || ago().compareTo(Duration.ofSeconds(3)) < 0).isTrue();
    }
  }

  @Test
  void aBacklogThatOnlyGrowsIsNoStandstillWhileSomeOfItArrives() {
    for (double part : new double[] {0.9, 0.5, 0.2}) {
      ConnectionMeterTest one = new ConnectionMeterTest();
      Sender sender = one.new Sender(750_000);
      sender.run(Duration.ofSeconds(5), 1e9, 64e6);
      for (int i = 0; i < 600; i++) {
        sender.tenth(750_000 * part, 64e6);
        assertThat(i < 50 || one.ago().compareTo(Duration.ofSeconds(7)) < 0)
            .as(part + " of it, after " + i + " tenths: " + one.ago())
            .isTrue();
      }
    }
  }

  @Test
  void headersThatAreCountedDifferentlyAreNoProgress() {
    // RTMP's are shorter than FLV's where packets are small: what waits grows by 1 % less
    long written = 1_000_000;
    look(written, 10_000);
    long waiting = 10_000;
    for (int i = 0; i < 600; i++) {
      pass(500);
      written += 20_000;
      waiting += 19_800;
      look(written, waiting);
    }
    assertThat(ago()).isEqualTo(Duration.ofMillis(300_000));
  }

  @Test
  void aBlockedWriterThatIsReadFromSlowlyIsNoStandstill() {
    look(1_000_000, 700_000);
    for (int i = 0; i < 100; i++) {
      pass(400);
      // the kernel lets it write on once a third is free; no report comes all the while
      look(1_000_000, 700_000 - (i * 7_919L) % 230_000);
      assertThat(ago()).isLessThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void theTargetHasAnsweredOnceFfmpegOpenedItsOutputOrAnythingWasSent() {
    look(0, 0);
    assertThat(meter.connection().orElseThrow().answered()).isFalse();
    meter.readLog(List.of("[info] Input #0, mpegts, from 'pipe:0':"));
    look(0, 0);
    assertThat(meter.connection().orElseThrow().answered()).isFalse();
    meter.readLog(List.of("[info] Output #0, flv, to 'rtmp://127.0.0.1:1935/':", "more"));
    look(0, 0);
    assertThat(meter.connection().orElseThrow().answered()).isTrue();

    ConnectionMeterTest adopted = new ConnectionMeterTest();
    adopted.look(1_000, 0);
    assertThat(adopted.meter.connection().orElseThrow().answered()).isTrue();
  }
}
