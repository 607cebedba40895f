package dev.wildstream.desired.yaml;

import dev.wildstream.desired.yaml.Shape.Fields;
import dev.wildstream.media.FrameSize;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** The part of the table of keys that says what is sent: picture, sound, standby and sessions. */
final class MediaGrammar {

  /** One macroblock of H.264. */
  private static final FrameSize SMALLEST = new FrameSize(16, 16);

  /** 8K: 129,600 macroblocks of the 139,264 that H.264 has at most. */
  private static final FrameSize LARGEST = new FrameSize(7680, 4320);

  /** One picture a second is a slide show; platforms take 60, and twice that leaves room. */
  private static final Shape.Rate RATE = new Shape.Rate(1, 120, "source");

  /** 100k is a picture as small as a stamp; what platforms take for 4K is about half of 100M. */
  private static final Shape.BitRate VIDEO_RATE = new Shape.BitRate(100_000, 100_000_000);

  /** Below 32k it sounds like a telephone; AAC ends at 6 bits a sample, 576k for 2 x 48000. */
  private static final Shape.BitRate AUDIO_RATE = new Shape.BitRate(32_000, 512_000);

  /**
   * Platforms ask for 2 s to 4 s. Sooner than every 250 ms, keyframes eat the bit rate; later than
   * every 10 s, who tunes in waits that long for a picture.
   */
  private static final Shape.Span KEYFRAMES =
      new Shape.Span(Duration.ofMillis(250), Duration.ofSeconds(10));

  /** A keyframe every second never hurts; once an hour, an item might as well have one alone. */
  private static final Shape.Span COPIED_KEYFRAMES =
      new Shape.Span(Duration.ofSeconds(1), Duration.ofHours(1));

  /** Those of AAC, less 7350, which nobody uses, and those above 48000, which no platform takes. */
  private static final List<Integer> SAMPLE_RATES =
      List.of(8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000);

  /** Those of x264 from fast to slow, less placebo: it takes much more time for nothing to see. */
  private static final List<String> PRESETS =
      List.of(
          "ultrafast",
          "superfast",
          "veryfast",
          "faster",
          "fast",
          "medium",
          "slow",
          "slower",
          "veryslow");

  /** Sooner than that, a session were over before a viewer's player has filled its buffer. */
  private static final Duration YOUNGEST = Duration.ofSeconds(10);

  /**
   * Timestamps in FLV end at 2^31 ms = 24.8 days; the hub never lets a session get older than 20.
   */
  private static final Duration OLDEST = Duration.ofDays(20);

  static final Fields VIDEO =
      Fields.of(
          "a mapping of video keys",
          Key.withDefault(
              "size",
              new Shape.Size(SMALLEST, LARGEST, "source"),
              "source",
              "Width and height, both even (16x16 to 7680x4320), or source: what most items have,"
                  + " fixed for the session."),
          Key.withDefault(
              "fps",
              RATE,
              "source",
              "Pictures a second (over 1, at most 120), like 30, 29.97 or 30000/1001, or source:"
                  + " what most items have, fixed for the session."),
          Key.withDefault(
              "bitrate",
              VIDEO_RATE,
              "4500k",
              "The constant bit rate of what is transcoded (100k to 100M)."),
          Key.withDefault(
              "keyframe",
              KEYFRAMES,
              "2s",
              "The time from keyframe to keyframe in what is transcoded (250ms to 10s)."),
          Key.withDefault(
              "preset",
              new Shape.Choice(PRESETS),
              "veryfast",
              "x264's: from little work and a coarse picture (ultrafast) to much work and a fine"
                  + " one (veryslow)."));

  static final Fields AUDIO =
      Fields.of(
          "a mapping of audio keys",
          Key.withDefault(
              "bitrate", AUDIO_RATE, "128k", "The bit rate of what is transcoded (32k to 512k)."),
          Key.withDefault(
              "sampleRate",
              new Shape.Among(SAMPLE_RATES),
              "48000",
              "Of the sound, in Hz (8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100 or"
                  + " 48000)."),
          // FLV's own header knows no more than these two, nor do most platforms
          Key.withDefault("channels", new Shape.Whole(1, 2), "2", "1 is mono, 2 is stereo."));

  static final Fields MEDIA =
      Fields.of(
          "a mapping of media keys",
          Key.withDefault(
              "mode",
              new Shape.Choice(List.of("auto", "copy", "transcode")),
              "auto",
              "auto: what fits is copied, the rest transcoded; copy: the rest is skipped;"
                  + " transcode: everything is transcoded."),
          Key.optional("video", VIDEO, "The channel's picture."),
          Key.optional("audio", AUDIO, "The channel's sound."),
          Key.withDefault(
              "copyKeyframeMax",
              COPIED_KEYFRAMES,
              "10s",
              "An item whose keyframes are further apart does not fit (1s to 1h); over 4s it is"
                  + " copied with a warning."));

  static final Fields SESSION =
      Fields.of(
          "a mapping of session keys",
          Key.withDefault(
              "reconnectEvery",
              new Shape.SpanOrWord(new Shape.Span(YOUNGEST, OLDEST), "never"),
              "never",
              "The age at which a session gives way to a new one at the next item boundary (10s"
                  + " to 20d), or never; before 20d it does in any case, since RTMP's clock ends."),
          Key.withDefault(
              "reconnectBy",
              new Shape.Span(Duration.ZERO, Duration.ofDays(1)),
              "30m",
              "How long a boundary is waited for; then it is done inside the item (0s to 1d)."));

  /** So that a slip of the finger is no file, a file has a dot or a slash in its path. */
  static final Shape.WordOrText STANDBY =
      new Shape.WordOrText(
          List.of("testcard", "none"),
          new Shape.Text(
              "the path of a media file",
              Pattern.compile(
                  "^(?!SCHEME)(?!FOLDER)[^./\\x00]*[./][^\\x00]*$"
                      .replace("SCHEME", Grammar.SCHEME)
                      .replace("FOLDER", "(?:[^\\x00]*/)?\\.{0,2}$")),
              Grammar.LONGEST_PATH,
              "write testcard, none or the path of a media file (./NAME if the name has no dot)",
              List.of(
                  Shape.Mistake.of(
                      "^" + Grammar.SCHEME,
                      "files from the network are not supported yet",
                      "name a file of this machine"),
                  Shape.Mistake.of("\\x00", "holds a NUL character", "remove it"),
                  Shape.Mistake.of(
                      "^(?:[^\\x00]*/\\.{0,2}|\\.{1,2})$",
                      "is a folder, but one media file is wanted",
                      "name a file of it"))));

  private MediaGrammar() {}
}
