package dev.wildstream.playout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.MediaPolicy;
import dev.wildstream.media.FrameRate;
import dev.wildstream.media.FrameSize;
import dev.wildstream.memory.Format;
import dev.wildstream.observed.Facts;
import dev.wildstream.observed.FileStamp;
import dev.wildstream.observed.MediaFacts;
import dev.wildstream.observed.MediaFacts.Oddity;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is copied, what is encoded anew, what is skipped, and why. */
class FitnessTest {

  private static final Format CHANNEL =
      new Format(
          Optional.of(new Format.Picture(new FrameSize(1280, 720), new FrameRate(30, 1))),
          "aac",
          48_000,
          2);

  private static final MediaFacts.Video PICTURE = Facts.video("h264", 1280, 720, Duration.ZERO);
  private static final MediaFacts.Audio SOUND = Facts.audio("aac", 48_000, 2, Duration.ZERO);

  private static MediaFacts.Playable item(
      Optional<MediaFacts.Video> picture, Optional<MediaFacts.Audio> sound) {
    return new MediaFacts.Playable(
        new FileStamp(1, Instant.EPOCH),
        Optional.of(Duration.ofSeconds(60)),
        1_000_000,
        picture,
        sound,
        Duration.ZERO);
  }

  private static MediaPolicy policy(MediaPolicy.Mode mode) {
    MediaPolicy d = MediaPolicy.DEFAULT;
    return new MediaPolicy(mode, d.video(), d.audio(), d.copyKeyframeMax());
  }

  private static Fitness judged(
      MediaPolicy.Mode mode, Optional<MediaFacts.Video> picture, Optional<MediaFacts.Audio> sound) {
    return Fitness.of(item(picture, sound), Optional.empty(), Optional.of(CHANNEL), policy(mode));
  }

  private static Optional<String> whyPicture(MediaFacts.Video picture) {
    return ((Fitness.Fits) judged(MediaPolicy.Mode.AUTO, Optional.of(picture), Optional.of(SOUND)))
        .picture();
  }

  private static Optional<String> whySound(MediaFacts.Audio sound) {
    return ((Fitness.Fits) judged(MediaPolicy.Mode.AUTO, Optional.of(PICTURE), Optional.of(sound)))
        .sound();
  }

  private static MediaFacts.Video picture(
      String codec,
      String profile,
      String pixels,
      FrameRate rate,
      Set<Oddity> oddities,
      long keyframes,
      Optional<Duration> end) {
    FrameSize size = new FrameSize(1280, 720);
    return new MediaFacts.Video(
        codec,
        profile,
        pixels,
        size,
        size,
        rate,
        oddities,
        Optional.of(Duration.ofSeconds(keyframes)),
        Duration.ZERO,
        end);
  }

  @Test
  void whatIsAsTheChannelIsCopied() {
    Fitness.Fits fits =
        (Fitness.Fits) judged(MediaPolicy.Mode.AUTO, Optional.of(PICTURE), Optional.of(SOUND));
    assertThat(fits.why()).isEmpty();
  }

  @Test
  void silenceIsAddedToACopyThatHasNoSound() {
    Fitness.Fits fits =
        (Fitness.Fits) judged(MediaPolicy.Mode.AUTO, Optional.of(PICTURE), Optional.empty());
    assertThat(fits.why()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hevc | Main    | yuv420p     | its picture is hevc and not h264
          vp9  | Profile | yuv420p     | its picture is vp9 and not h264
          h264 | High 10 | yuv420p10le | its picture is H.264 High 10 with pixels in yuv420p10le
          h264 | High    | yuv444p     | its picture is H.264 High with pixels in yuv444p
          """)
  void anotherCodecProfileOrPixelFormatIsEncoded(
      String codec, String profile, String pixels, String why) {
    FrameRate rate = new FrameRate(30, 1);
    assertThat(whyPicture(picture(codec, profile, pixels, rate, Set.of(), 2, Optional.empty())))
        .contains(why);
  }

  @ParameterizedTest
  @EnumSource(Oddity.class)
  void everyOddityIsEncodedAndSaysWhy(Oddity oddity) {
    FrameRate rate = new FrameRate(30, 1);
    assertThat(
            whyPicture(
                picture("h264", "High", "yuv420p", rate, Set.of(oddity), 2, Optional.empty())))
        .isPresent();
  }

  @ParameterizedTest
  @CsvSource({"25, 1, true", "60, 1, true", "30000, 1001, false", "30, 1, false"})
  void anotherFrameRateIsEncodedAndOneThatNobodySeesIsNot(
      int pictures, int seconds, boolean encoded) {
    FrameRate rate = new FrameRate(pictures, seconds);
    assertThat(
            whyPicture(picture("h264", "Main", "yuv420p", rate, Set.of(), 2, Optional.empty()))
                .isPresent())
        .isEqualTo(encoded);
  }

  @Test
  void keyframesBeyondTheLimitAreEncoded() {
    FrameRate rate = new FrameRate(30, 1);
    assertThat(whyPicture(picture("h264", "High", "yuv420p", rate, Set.of(), 10, Optional.empty())))
        .isEmpty();
    assertThat(whyPicture(picture("h264", "High", "yuv420p", rate, Set.of(), 11, Optional.empty())))
        .contains("its keyframes are 11 s apart, copyKeyframeMax is 10 s");
  }

  @Test
  void anotherSizeIsEncoded() {
    assertThat(whyPicture(Facts.video("h264", 640, 360, Duration.ZERO)))
        .contains("its picture is 640x360, the channel's 1280x720");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          opus | 48000 | 2 | its sound is opus and not aac
          aac  | 44100 | 2 | its sound is aac 44100 Hz 2 ch, the channel's aac 48000 Hz 2 ch
          aac  | 48000 | 6 | its sound is aac 48000 Hz 6 ch, the channel's aac 48000 Hz 2 ch
          mp3  | 48000 | 2 | its sound is mp3 48000 Hz 2 ch, the channel's aac 48000 Hz 2 ch
          """)
  void anotherSoundIsEncoded(String codec, int rate, int channels, String why) {
    assertThat(whySound(Facts.audio(codec, rate, channels, Duration.ZERO))).contains(why);
  }

  @Test
  void aacOfAnotherKindIsEncodedSinceMpegTsDoesNotTellOfIt() {
    MediaFacts.Audio he =
        new MediaFacts.Audio("aac", "HE-AAC", 48_000, 2, Duration.ZERO, Optional.empty());
    assertThat(whySound(he)).contains("its sound is AAC HE-AAC and not LC");
  }

  @ParameterizedTest
  @CsvSource({
    "48000, 0, false",
    "48000, 21334, false", // 1024 samples
    "44100, 69660, false", // three packets, for 2112 samples
    "48000, 72000, false",
    "48000, 72100, true",
    "48000, 382667, true", // from a keyframe, as editors cut
    "44100, 1300000, true"
  })
  void aSoundWhoseBeginAnEditListHidesIsEncodedAndWhatItsEncoderPutBeforeItIsNoReason(
      int rate, long microseconds, boolean encoded) {
    Duration hidden = Duration.ofNanos(microseconds * 1_000);
    Optional<String> why = whySound(Facts.audio("aac", rate, 2, hidden));
    assertThat(why.filter("an edit list hides the begin of its sound"::equals).isPresent())
        .isEqualTo(encoded);
  }

  @Test
  void aSoundThatEndsLongBeforeItsPictureIsFilledAndTheOtherWayRound() {
    FrameRate rate = new FrameRate(30, 1);
    MediaFacts.Video minute =
        picture("h264", "High", "yuv420p", rate, Set.of(), 2, Optional.of(Duration.ofSeconds(60)));
    MediaFacts.Audio half =
        new MediaFacts.Audio(
            "aac", "LC", 48_000, 2, Duration.ZERO, Optional.of(Duration.ofSeconds(30)));
    Fitness.Fits fits =
        (Fitness.Fits) judged(MediaPolicy.Mode.AUTO, Optional.of(minute), Optional.of(half));
    assertThat(fits.picture()).isEmpty();
    assertThat(fits.sound()).contains("its sound ends 30 s before its picture");
    Fitness cut =
        Fitness.of(
            item(Optional.of(minute), Optional.of(half)),
            Optional.of(Duration.ofSeconds(30)),
            Optional.of(CHANNEL),
            policy(MediaPolicy.Mode.AUTO));
    assertThat(((Fitness.Fits) cut).why()).isEmpty();
  }

  @Test
  void anItemWithoutAPictureGetsOne() {
    Fitness.Fits fits =
        (Fitness.Fits) judged(MediaPolicy.Mode.AUTO, Optional.empty(), Optional.of(SOUND));
    assertThat(fits.picture()).contains("it has no picture");
    assertThat(fits.sound()).isEmpty();
  }

  @Test
  void whereOnlyCopiesAreMadeWhatDoesNotFitIsSkippedAndSaysSo() {
    assertThat(
            judged(
                MediaPolicy.Mode.COPY,
                Optional.of(Facts.video("hevc", 1280, 720, Duration.ZERO)),
                Optional.of(SOUND)))
        .isEqualTo(
            new Fitness.Unfit(
                "format", "its picture is hevc and not h264, and media.mode is copy"));
  }

  @Test
  void whereAllIsTranscodedNothingIsCopied() {
    Fitness.Fits fits =
        (Fitness.Fits) judged(MediaPolicy.Mode.TRANSCODE, Optional.of(PICTURE), Optional.of(SOUND));
    assertThat(fits.picture()).isPresent();
    assertThat(fits.sound()).isPresent();
  }
}
