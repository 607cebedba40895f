package dev.wildstream.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a publisher gets back of what is thrown away, and where the next item may begin. */
class FifoCutTest {

  private static final int VIDEO = 0x100;
  private static final int AUDIO = 0x101;
  private static final int TABLE = 0x1000;
  private static final Duration HOUR = Duration.ofHours(100);

  /** Shown in this order of 40 ms each: one picture of three is needed by the two before it. */
  private static final int[] REORDERED = {0, 3, 1, 2, 6, 4, 5, 9, 7, 8, 12, 10, 11, 15, 13, 14};

  private final Random random = new Random(4);
  private final ByteArrayOutputStream stream = new ByteArrayOutputStream();
  private final List<Integer> units = new ArrayList<>();

  /** A packet; media hold sync bytes like any other. */
  private void packet(int pid, byte[] payload, boolean begins) {
    byte[] packet = new byte[TsPacket.SIZE];
    random.nextBytes(packet);
    for (int i = 0; i < 26; i++) {
      packet[random.nextInt(packet.length)] = TsPacket.SYNC;
    }
    packet[0] = TsPacket.SYNC;
    packet[1] = (byte) ((begins ? 0x40 : 0) | pid >> 8);
    packet[2] = (byte) pid;
    packet[3] = 0x10;
    System.arraycopy(payload, 0, packet, 4, payload.length);
    stream.writeBytes(packet);
  }

  /** A picture or a sound of so many packets. */
  private void unit(int pid, Duration shown, Duration decoded, int packets) {
    units.add(stream.size());
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    header.writeBytes(new byte[] {0, 0, 1, (byte) (pid == VIDEO ? 0xe0 : 0xc0), 0, 0, (byte) 0x80});
    header.writeBytes(new byte[] {(byte) (shown.equals(decoded) ? 0x80 : 0xc0), 10});
    header.writeBytes(TsClock.written(TsClock.ticks(shown)));
    header.writeBytes(TsClock.written(TsClock.ticks(decoded)));
    packet(pid, header.toByteArray(), true);
    for (int i = 1; i < packets; i++) {
      packet(pid, new byte[] {1}, false);
    }
  }

  /** Pictures of 40 ms with a sound after each that is due with it; a table now and then. */
  private void plain(int frames, Duration begin) {
    for (int i = 0; i < frames; i++) {
      Duration due = begin.plusMillis(40L * i);
      if (i % 5 == 0) {
        packet(TABLE, new byte[] {0, 2}, true);
      }
      unit(VIDEO, due, due, 6);
      unit(AUDIO, due.plusMillis(10), due.plusMillis(10), 2);
    }
  }

  private FifoCut cutAt(int from) {
    byte[] all = stream.toByteArray();
    return FifoCut.of(Arrays.copyOfRange(all, from, all.length), HOUR.plusSeconds(5));
  }

  private Duration reached(FifoCut cut) {
    return cut.reached().orElseThrow().minus(HOUR);
  }

  @Test
  void aCutBetweenPicturesGivesNothingBack() {
    plain(50, HOUR);
    FifoCut cut = cutAt(units.get(20));
    assertThat(cut.back()).isEmpty();
    assertThat(reached(cut)).isBetween(Duration.ofMillis(409), Duration.ofMillis(410));
  }

  @Test
  void whereverItIsCutThePublisherGetsTheRestOfThePacketThePictureAndTheSound() {
    plain(50, HOUR);
    int picture = units.get(20);
    byte[] all = stream.toByteArray();
    for (int into = 1; into < 6 * TsPacket.SIZE; into += 13) {
      FifoCut cut = cutAt(picture + into);
      byte[] rest = Arrays.copyOfRange(all, picture + into, picture + 6 * TsPacket.SIZE);
      assertThat(Arrays.equals(cut.back(), rest)).as("cut %d bytes into it", into).isTrue();
      // with the sound after it, which is due 10 ms later: that is thrown away
      assertThat(reached(cut)).isBetween(Duration.ofMillis(439), Duration.ofMillis(440));
    }
    int sound = units.get(21);
    FifoCut cut = cutAt(sound + 100);
    assertThat(cut.back())
        .isEqualTo(Arrays.copyOfRange(all, sound + 100, sound + 2 * TsPacket.SIZE));
    assertThat(reached(cut)).isBetween(Duration.ofMillis(449), Duration.ofMillis(450));
  }

  @Test
  void whatIsShownAfterWhatWasThrownAwayAndCameBeforeItIsNotOverlapped() {
    List<Integer> pictures = new ArrayList<>();
    for (int i = 0; i < REORDERED.length * 3; i++) {
      int shown = REORDERED[i % 16] + i / 16 * 16;
      pictures.add(stream.size());
      unit(VIDEO, HOUR.plusMillis(40L * (shown + 2)), HOUR.plusMillis(40L * i), 3);
      unit(AUDIO, HOUR.plusMillis(40L * i), HOUR.plusMillis(40L * i), 1);
    }
    for (int cutAt = 0; cutAt < 20; cutAt++) {
      long newest = -1; // of those that the publisher has
      for (int i = 0; i < cutAt; i++) {
        newest = Math.max(newest, REORDERED[i % 16] + i / 16 * 16);
      }
      assertThat(reached(cutAt(pictures.get(cutAt))).toMillis())
          .as("cut at %d", cutAt)
          .isBetween(40 * (newest + 3) - 1, 40 * (newest + 3) + 40);
    }
  }

  @Test
  void soundGoesOnAsLongAsThePicturesThatThePublisherHas() {
    for (int i = 0; i < 50; i++) {
      Duration due = HOUR.plusMillis(40L * i);
      unit(VIDEO, due.plusMillis(120), due, 3);
      unit(AUDIO, due, due, 1);
    }
    FifoCut cut = cutAt(units.get(40)); // the picture of 800 ms, shown at 920
    assertThat(reached(cut)).isBetween(Duration.ofMillis(919), Duration.ofMillis(920));
    byte[] all = stream.toByteArray();
    ByteArrayOutputStream sounds = new ByteArrayOutputStream();
    for (int i = 41; i <= 45; i += 2) { // of 800, 840 and 880 ms
      sounds.write(all, units.get(i), TsPacket.SIZE);
    }
    assertThat(Arrays.equals(cut.back(), sounds.toByteArray())).isTrue();
  }

  @Test
  void withOnlySomePicturesLeftAGapIsBetterThanAnOverlap() {
    plain(50, HOUR);
    FifoCut cut = cutAt(units.get(94));
    assertThat(reached(cut)).isBetween(Duration.ofMillis(1_960), Duration.ofMillis(2_200));
  }

  @Test
  void withNextToNothingLeftItStays() {
    plain(50, HOUR);
    FifoCut cut = cutAt(stream.size() - 500);
    assertThat(cut.reached()).isEmpty();
    assertThat(cut.back()).hasSize(500 + TsPacket.SIZE);
    assertThat(FifoCut.of(new byte[0], HOUR).reached()).isEmpty();
  }

  @Test
  void halfAPacketOfAKilledFeederIsNoReasonToReadTheNextOnesWrongly() {
    plain(10, HOUR);
    int half = stream.size() - 60;
    byte[] before = Arrays.copyOf(stream.toByteArray(), half);
    stream.reset();
    stream.writeBytes(before);
    plain(50, HOUR.plusMillis(400));
    FifoCut cut = cutAt(units.get(18) + 40);
    assertThat(cut.back().length).isEqualTo(6 * TsPacket.SIZE - 40);
    // of the picture and sound of 360 ms all is the publisher's or was of the killed one
    assertThat(reached(cut)).isBetween(Duration.ofMillis(399), Duration.ofMillis(440));
  }

  @Test
  void soundAloneAndPictureAloneTellToo() {
    for (int i = 0; i < 40; i++) {
      unit(AUDIO, HOUR.plusMillis(20L * i), HOUR.plusMillis(20L * i), 1);
    }
    assertThat(reached(cutAt(units.get(10)))).isEqualTo(Duration.ofMillis(400));
    stream.reset();
    units.clear();
    for (int i = 0; i < 40; i++) {
      unit(VIDEO, HOUR.plusMillis(40L * i), HOUR.plusMillis(40L * i), 4);
    }
    assertThat(reached(cutAt(units.get(10)))).isEqualTo(Duration.ofMillis(500));
  }
}
