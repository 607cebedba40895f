package dev.wildstream.ffmpeg.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.ffmpeg.Written;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is made of the times of packets. */
class FrameTimesTest {

  private static final Duration THIRTIETH = Duration.ofNanos(33_333_333);

  private final List<ProbeOutput.Packet> packets = new ArrayList<>();

  private void frame(double pts, double dts, String flags) {
    packets.add(
        new ProbeOutput.Packet(
            "0", Optional.of(Written.duration(pts)), Optional.of(Written.duration(dts)), flags));
  }

  /** Frames of these lengths, the first and each {@code group}th a keyframe. */
  private void frames(double begin, int group, double... lengths) {
    double time = begin;
    for (int i = 0; i < lengths.length; i++) {
      frame(time, time, i % group == 0 ? "K_" : "__");
      time += lengths[i];
    }
  }

  private static double[] alike(int number, double length) {
    return IntStream.range(0, number).mapToDouble(i -> length).toArray();
  }

  private FrameTimes times() {
    return FrameTimes.of(packets);
  }

  @Test
  void framesOfOneLengthAreNotVariable() {
    frames(0, 60, alike(300, 1 / 30.0));
    assertThat(times().isVariable(THIRTIETH)).isFalse();
    assertThat(times().keyframeInterval().orElseThrow().toMillis()).isEqualTo(2_000);
  }

  @Test
  void norAreThoseThatACoarseClockRounds() {
    for (int i = 0; i < 300; i++) {
      double time = Math.round(i * 1_000 / 29.97) / 1e3;
      frame(time, time, i == 0 ? "K_" : "__");
    }
    assertThat(times().isVariable(Duration.ofNanos(33_366_667))).isFalse();
  }

  @Test
  void norWhatIsReadInAnotherOrderAndCutThrough() {
    frame(0, -2 / 30.0, "K_");
    for (int i = 1; i < 100; i += 3) { // P, and two frames before it
      frame((i + 2) / 30.0, (i - 2) / 30.0, "__");
      frame(i / 30.0, (i - 1) / 30.0, "__");
      frame((i + 1) / 30.0, i / 30.0, "__");
    }
    frame(104 / 30.0, 98 / 30.0, "__");
    assertThat(times().isVariable(THIRTIETH)).isFalse();
  }

  @Test
  void norAFilmThatIsShownForTwoAndThreeHalfPicturesInTurn() {
    double[] lengths = alike(240, 2 / 59.94);
    for (int i = 1; i < lengths.length; i += 2) {
      lengths[i] = 3 / 59.94;
    }
    frames(0, 48, lengths);
    assertThat(times().isVariable(Duration.ofNanos(41_708_333))).isFalse();
  }

  @Test
  void norWhatLostOneFrame() {
    double[] lengths = alike(300, 1 / 30.0);
    lengths[70] = 2 / 30.0;
    frames(0, 60, lengths);
    assertThat(times().isVariable(Duration.ZERO)).isFalse();
  }

  @Test
  void framesThatAreOftenLongerAreVariable() {
    double[] lengths = alike(300, 1 / 30.0);
    for (int i = 40; i < 60; i++) {
      lengths[i] = 2 / 30.0;
    }
    frames(0, 60, lengths);
    assertThat(times().isVariable(THIRTIETH)).isTrue();
  }

  @Test
  void soAreThoseOfWhichTheWholeFileHasFarFewer() {
    frames(0, 60, alike(300, 1 / 30.0));
    assertThat(times().isVariable(Duration.ofMillis(50))).isTrue();
  }

  @Test
  void theLongestKeyframeIntervalOfAllWindowsCounts() {
    frames(0, 60, alike(750, 1 / 30.0));
    frames(60, 450, alike(750, 1 / 30.0));
    assertThat(times().keyframeInterval().orElseThrow()).isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  void aWindowWithOneKeyframeHasAnIntervalAsLongAsItselfAtLeast() {
    frames(60, 1_000, alike(750, 1 / 30.0));
    assertThat(times().keyframeInterval().orElseThrow())
        .isGreaterThan(Duration.ofMillis(24_900))
        .isLessThan(Duration.ofSeconds(25));
  }

  @Test
  void whatIsReadTwiceIsSeenOnce() {
    frames(0, 60, alike(360, 1 / 30.0));
    frames(10, 60, alike(60, 1 / 30.0)); // sought past the end
    frames(10, 60, alike(60, 1 / 30.0));
    assertThat(times().isVariable(THIRTIETH)).isFalse();
    assertThat(times().keyframeInterval().orElseThrow().toMillis()).isEqualTo(2_000);
  }

  @Test
  void oneFrameIsOneHoweverOftenItIsRead() {
    frames(0, 1, 1);
    frames(0, 1, 1);
    assertThat(times().isOne()).isTrue();
    assertThat(times().keyframeInterval()).isEmpty();
    frames(1, 1, 1);
    assertThat(times().isOne()).isFalse();
  }

  @Test
  void whereNotEveryFrameSaysWhenItIsShownTheOrderOfDecodingMustDo() {
    for (int i = 0; i < 100; i++) {
      Optional<Duration> pts =
          i % 3 == 0 ? Optional.of(Written.duration(i / 25.0 + 0.08)) : Optional.empty();
      packets.add(
          new ProbeOutput.Packet(
              "0", pts, Optional.of(Written.duration(i / 25.0)), i % 12 == 0 ? "K_" : "__"));
    }
    assertThat(times().isVariable(Duration.ofMillis(40))).isFalse();
    assertThat(times().keyframeInterval()).contains(Duration.ofMillis(480));
  }

  @Test
  void ofNothingNothingIsSaid() {
    assertThat(times().isVariable(THIRTIETH)).isFalse();
    assertThat(times().isOne()).isFalse();
    assertThat(times().keyframeInterval()).isEmpty();
  }
}
