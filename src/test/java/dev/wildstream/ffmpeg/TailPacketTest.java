package dev.wildstream.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.linux.Fifo;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TailPacketTest {

  private static final Duration DAYS = Duration.ofHours(120).plusMillis(40);

  @Test
  void whatIsWrittenIsWholePacketsThatGoIntoAFifoInOnePiece() {
    for (byte[] word : new byte[][] {TailPacket.flush(DAYS), TailPacket.end()}) {
      assertThat(word.length % TsPacket.SIZE).isZero();
      assertThat(word.length).isLessThanOrEqualTo(Fifo.ONE_PIECE);
      for (int at = 0; at < word.length; at += TsPacket.SIZE) {
        assertThat(word[at]).isEqualTo(TsPacket.SYNC);
      }
    }
  }

  @Test
  void theFirstPacketIsFoundBehindHalfOfAnother() {
    byte[] nothing = Arrays.copyOf(TailPacket.end(), TsPacket.SIZE);
    assertThat(nothing).startsWith(0x47, 0x1f, 0xff, 0x10);
    for (int at = 1; at < TsPacket.SIZE; at++) {
      assertThat(nothing[at]).as("no second sync byte").isNotEqualTo(TsPacket.SYNC);
    }
  }

  @Test
  void aDelimiterIsDueWhereThePictureEnds() {
    byte[] flush = TailPacket.flush(DAYS);
    byte[] tail = Arrays.copyOfRange(flush, TsPacket.SIZE, 2 * TsPacket.SIZE);
    assertThat(tail).startsWith(0x47, 0x41, 0x00, 0x30);
    int payload = 5 + (tail[4] & 0xff);
    assertThat(tail.length - payload).isEqualTo(9 + TsClock.WRITTEN + 6);
    assertThat(TsClock.read(tail, payload + 9)).isEqualTo(TsClock.ticks(DAYS));
    assertThat(tail).endsWith(0, 0, 0, 1, 9, 0xf0);
  }

  @Test
  void theClockBeginsAnewEveryDayAndIsReadBesideWhatIsKnown() {
    Duration round = Duration.ofNanos((1L << 33) / 9 * 100_000);
    for (int rounds = 0; rounds < 5; rounds++) {
      Duration point = round.multipliedBy(rounds).plusSeconds(7);
      assertThat(TsClock.ticks(point)).isLessThan(1L << 33);
      for (Duration off : new Duration[] {Duration.ofHours(-13), Duration.ofHours(13)}) {
        assertThat(TsClock.point(TsClock.ticks(point), point.plus(off)).minus(point).abs())
            .isLessThan(Duration.ofNanos(20_000));
      }
    }
    long ticks = 0x1_2345_6789L;
    assertThat(TsClock.read(TsClock.written(ticks), 0)).isEqualTo(ticks);
  }
}
