package dev.wildstream.playout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.MediaPolicy;
import dev.wildstream.media.FrameRate;
import dev.wildstream.media.FrameSize;
import dev.wildstream.memory.Format;
import dev.wildstream.observed.Facts;
import dev.wildstream.observed.FileStamp;
import dev.wildstream.observed.Listing;
import dev.wildstream.observed.MediaFacts;
import dev.wildstream.observed.MediaView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The format of a channel: what the file asks for, or what most items have. */
class ChannelFormatTest {

  private static final FileStamp STAMP = new FileStamp(1, Instant.EPOCH);
  private final List<Listing.Listed> items = new ArrayList<>();
  private final Map<MediaView.Source, MediaFacts> facts = new HashMap<>();

  private void item(FrameSize size, FrameRate rate, MediaFacts.Oddity... oddities) {
    item(
        Optional.of(
            new MediaFacts.Video(
                "hevc",
                "Main",
                "yuv420p",
                size,
                size,
                rate,
                Set.of(oddities),
                Optional.empty(),
                Duration.ZERO,
                Optional.empty())),
        Optional.of(Facts.audio("aac", 44_100, 1, Duration.ZERO)));
  }

  private void item(Optional<MediaFacts.Video> video, Optional<MediaFacts.Audio> audio) {
    String path = "/" + items.size();
    items.add(
        new Listing.Listed(
            path, Duration.ZERO, Optional.empty(), 1, Optional.of(STAMP), Optional.empty()));
    facts.put(
        new MediaView.Source(path, Duration.ZERO),
        new MediaFacts.Playable(STAMP, Optional.empty(), 1, video, audio, Duration.ZERO));
  }

  private Format found(MediaPolicy policy) {
    return ChannelFormat.of(policy, new Listing("digest", items, Instant.EPOCH), facts);
  }

  private static MediaPolicy policy(
      MediaPolicy.Mode mode, Optional<FrameSize> size, Optional<FrameRate> rate) {
    MediaPolicy d = MediaPolicy.DEFAULT;
    MediaPolicy.Video video =
        new MediaPolicy.Video(
            size, rate, d.video().bitrate(), d.video().keyframe(), d.video().preset());
    return new MediaPolicy(mode, video, d.audio(), d.copyKeyframeMax());
  }

  private static final FrameSize HD = new FrameSize(1280, 720);
  private static final FrameSize FULL = new FrameSize(1920, 1080);
  private static final FrameRate PAL = new FrameRate(25, 1);
  private static final FrameRate NTSC = new FrameRate(30_000, 1001);

  @Test
  void theSizeMostItemsHaveAndTheRateMostOfThoseHave() {
    item(HD, PAL);
    item(FULL, NTSC);
    item(FULL, NTSC);
    item(HD, PAL);
    item(FULL, PAL);
    assertThat(found(MediaPolicy.DEFAULT))
        .isEqualTo(new Format(Optional.of(new Format.Picture(FULL, NTSC)), "aac", 48_000, 2));
  }

  @Test
  void ofTwoEqualsTheFirstInTheList() {
    item(HD, PAL);
    item(FULL, NTSC);
    assertThat(found(MediaPolicy.DEFAULT).picture()).contains(new Format.Picture(HD, PAL));
  }

  @Test
  void whatTheFileNamesCountsOverWhatTheItemsHave() {
    item(HD, PAL);
    MediaPolicy asked =
        policy(MediaPolicy.Mode.AUTO, Optional.of(FULL), Optional.of(new FrameRate(60, 1)));
    assertThat(found(asked).picture()).contains(new Format.Picture(FULL, new FrameRate(60, 1)));
    MediaPolicy half = policy(MediaPolicy.Mode.AUTO, Optional.of(FULL), Optional.empty());
    assertThat(found(half).picture()).contains(new Format.Picture(FULL, PAL));
  }

  @Test
  void whereItemsAreOnlyCopiedTheirSoundIsTheChannelsToo() {
    item(HD, PAL);
    MediaPolicy copies =
        policy(MediaPolicy.Mode.COPY, Optional.of(FULL), Optional.of(new FrameRate(60, 1)));
    assertThat(found(copies))
        .isEqualTo(new Format(Optional.of(new Format.Picture(HD, PAL)), "aac", 44_100, 1));
  }

  @Test
  void oddSizesAreMadeEvenAndVaryingRatesUsual() {
    item(new FrameSize(853, 479), new FrameRate(2711, 100), MediaFacts.Oddity.VARIABLE_RATE);
    assertThat(found(MediaPolicy.DEFAULT).picture())
        .contains(new Format.Picture(new FrameSize(852, 478), new FrameRate(25, 1)));
  }

  @Test
  void coversAndSoundsHaveNoVoice() {
    item(new FrameSize(600, 600), new FrameRate(90_000, 1), MediaFacts.Oddity.STILL);
    item(Optional.empty(), Optional.of(Facts.audio("mp3", 44_100, 2, Duration.ZERO)));
    assertThat(found(MediaPolicy.DEFAULT).picture()).isEmpty();
    item(HD, PAL);
    assertThat(found(MediaPolicy.DEFAULT).picture()).contains(new Format.Picture(HD, PAL));
  }

  @Test
  void fiftyItemsOfALongListAreAskedSpreadOverIt() {
    for (int i = 0; i < 1000; i++) {
      item(HD, PAL);
    }
    List<MediaView.Source> asked = ChannelFormat.asked(new Listing("digest", items, Instant.EPOCH));
    assertThat(asked).hasSize(50);
    assertThat(asked).extracting("path").startsWith("/0", "/20").endsWith("/960", "/980");
  }

  @Test
  void anEditThatNamesASizeCountsInARunningSession() {
    Format session = new Format(Optional.of(new Format.Picture(HD, PAL)), "aac", 48_000, 2);
    assertThat(
            ChannelFormat.edited(
                session, policy(MediaPolicy.Mode.AUTO, Optional.of(FULL), Optional.empty())))
        .isEqualTo(session.withPicture(new Format.Picture(FULL, PAL)));
    assertThat(ChannelFormat.edited(session, MediaPolicy.DEFAULT)).isEqualTo(session);
  }
}
