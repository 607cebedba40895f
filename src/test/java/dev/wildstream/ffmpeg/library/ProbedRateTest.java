package dev.wildstream.ffmpeg.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.media.FrameRate;
import dev.wildstream.observed.MediaFacts;
import dev.wildstream.observed.MediaFacts.Oddity;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The frame rate that is made of what a container says. */
class ProbedRateTest {

  private static MediaFacts.Video video(String average, String found, IntToDoubleFunction time) {
    StringBuilder printed = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      double at = time.applyAsDouble(i);
      printed.append(
          String.format(
              Locale.ROOT,
              "packet|stream_index=0|pts_time=%.6f|dts_time=%.6f|flags=%s%n",
              at,
              at,
              i % 50 == 0 ? "K_" : "__"));
    }
    printed
        .append("stream|index=0|codec_name=h264|codec_type=video|width=320|height=180")
        .append("|r_frame_rate=" + found + "|avg_frame_rate=" + average + "\n");
    return new ProbedStreams(new ProbeOutput(printed.toString())).video().orElseThrow();
  }

  private static FrameRate steady(String average, String found) {
    String[] parts = found.split("/");
    double frame = Double.parseDouble(parts[1]) / Double.parseDouble(parts[0]);
    MediaFacts.Video video = video(average, found, i -> i * frame);
    assertThat(video.oddities()).doesNotContain(Oddity.VARIABLE_RATE);
    return video.rate();
  }

  @ParameterizedTest
  @CsvSource({
    "512000/20521, 25/1, 25",
    "9600000/384923, 25/1, 25",
    "90000/3590, 25/1, 25",
    "1192/40, 30000/1001, 30000/1001",
    "24000/1010, 24000/1001, 24000/1001",
  })
  void aCutOrJoinedFileHasTheRateOfItsFrames(String average, String found, String rate) {
    assertThat(steady(average, found)).hasToString(rate);
  }

  @ParameterizedTest
  @CsvSource({
    "30000/1001, 30/1, 30000/1001",
    "30/1, 30000/1001, 30",
    "24000/1001, 24/1, 24000/1001",
    "2997/100, 2997/100, 30000/1001",
    "25/1, 90000/1, 25",
  })
  void anAverageThatIsAUsualRateCounts(String average, String found, String rate) {
    MediaFacts.Video video = video(average, found, i -> i / 29.97);
    assertThat(video.rate()).hasToString(rate);
  }

  @ParameterizedTest
  @CsvSource({
    "123/5, 25/1, 123/5", // by more than a length explains
    "25/2, 25/1, 25/2",
    "15/1, 15/1, 15",
    "7493/500, 15/1, 7493/500", // none of the usual ones
    "9600000/384923, 0/0, 9600000/384923",
  })
  void otherRatesAreAsTheContainerSays(String average, String found, String rate) {
    assertThat(video(average, found, i -> i / 24.6).rate()).hasToString(rate);
  }

  @Test
  void theRateOfFramesOfDifferentLengthsIsTheirAverage() {
    MediaFacts.Video video =
        video("9600000/384923", "25/1", i -> (i + (i % 3 == 0 ? 0.4 : 0)) / 25);
    assertThat(video.oddities()).contains(Oddity.VARIABLE_RATE);
    assertThat(video.rate()).hasToString("9600000/384923");
  }
}
