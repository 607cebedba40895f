package dev.wildstream.ffmpeg.library;

import dev.wildstream.media.FrameRate;
import dev.wildstream.media.FrameSize;
import dev.wildstream.observed.MediaFacts;
import dev.wildstream.observed.MediaFacts.Oddity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a probe's output says of picture and sound. */
final class ProbedStreams {

  /** How ffprobe names the orders of half pictures. */
  private static final Set<String> FIELDS = Set.of("tt", "bb", "tb", "bt");

  /** Rates as they are meant; containers tell them with what their clocks make of them. */
  private static final List<FrameRate> MEANT =
      List.of(
          new FrameRate(24_000, 1_001),
          new FrameRate(24, 1),
          new FrameRate(25, 1),
          new FrameRate(30_000, 1_001),
          new FrameRate(30, 1),
          new FrameRate(50, 1),
          new FrameRate(60_000, 1_001),
          new FrameRate(60, 1));

  /** Half of what lies between 29.97 and 30. */
  private static final double NEAR_ENOUGH = 0.0005;

  /**
   * An average over a length that is off by a few frames: 8 s at 25 frames a second have 200, of
   * which half a percent is one.
   */
  private static final double OFF_BY_LENGTH = 0.01;

  /** Pixels that are nearly squares (1280:1281, as scaling to even sizes leaves) are. */
  private static final double NEARLY_SQUARE = 0.01;

  /** Enough to tell how long a frame is. */
  private static final int FIRST_PACKETS = 50;

  private final ProbeOutput output;

  ProbedStreams(ProbeOutput output) {
    this.output = output;
  }

  /** The picture; empty where there is none, or only a still one that cannot be read. */
  Optional<MediaFacts.Video> video() {
    return output
        .video()
        .map(this::video)
        .filter(v -> !v.oddities().contains(Oddity.STILL) || v.size().width() > 0);
  }

  /** The sound; empty where there is none, or it cannot be read. */
  Optional<MediaFacts.Audio> audio() {
    return output.audio().map(this::audio).filter(a -> a.sampleRate() > 0);
  }

  private MediaFacts.Video video(Map<String, String> stream) {
    List<ProbeOutput.Packet> packets = output.packetsOf(stream);
    FrameTimes times = FrameTimes.of(packets);
    boolean still = ProbeOutput.isAttached(stream) || times.isOne();
    FrameSize size =
        new FrameSize(
            ProbeOutput.count(stream.get("width")), ProbeOutput.count(stream.get("height")));
    double aspect = pixelAspect(stream);
    long rotation = rotation(stream);
    FrameRate average = still ? FrameRate.UNKNOWN : average(stream);
    Set<Oddity> ofTime = still ? EnumSet.of(Oddity.STILL) : ofTime(stream, packets, times, average);
    return new MediaFacts.Video(
        named(stream.get("codec_name"), "unknown"),
        named(stream.get("profile"), ""),
        named(stream.get("pix_fmt"), ""),
        size,
        shown(size, aspect, rotation),
        ofTime.contains(Oddity.VARIABLE_RATE) ? average : steady(stream, average),
        oddities(aspect, rotation, ofTime),
        still ? Optional.empty() : times.keyframeInterval(),
        still ? Duration.ZERO : before(firstDecodingTime(packets)),
        still ? Optional.empty() : output.end(stream));
  }

  private MediaFacts.Audio audio(Map<String, String> stream) {
    Optional<Duration> first =
        output.packetsOf(stream).stream().findFirst().flatMap(ProbeOutput.Packet::pts);
    return new MediaFacts.Audio(
        named(stream.get("codec_name"), "unknown"),
        named(stream.get("profile"), ""),
        ProbeOutput.count(stream.get("sample_rate")),
        ProbeOutput.count(stream.get("channels")),
        before(first),
        output.end(stream));
  }

  private static Set<Oddity> ofTime(
      Map<String, String> stream,
      List<ProbeOutput.Packet> packets,
      FrameTimes times,
      FrameRate average) {
    Set<Oddity> found = EnumSet.noneOf(Oddity.class);
    if (FIELDS.contains(stream.getOrDefault("field_order", ""))) {
      found.add(Oddity.INTERLACED); // whose packets may be frames or half ones
    } else if (times.isVariable(average.frame())) {
      found.add(Oddity.VARIABLE_RATE);
    }
    if (!packets.isEmpty() && packets.getFirst().isHidden()) {
      found.add(Oddity.EDITED);
    }
    return found;
  }

  private static Set<Oddity> oddities(double aspect, long rotation, Set<Oddity> others) {
    Set<Oddity> found = EnumSet.copyOf(others.isEmpty() ? EnumSet.noneOf(Oddity.class) : others);
    if (aspect != 1) {
      found.add(Oddity.SQUEEZED);
    }
    if (rotation != 0) {
      found.add(Oddity.ROTATED);
    }
    return found;
  }

  private static FrameSize shown(FrameSize size, double aspect, long rotation) {
    int width = even(size.width() * aspect);
    int height = even(size.height());
    return rotation % 180 == 0 ? new FrameSize(width, height) : new FrameSize(height, width);
  }

  private static int even(double pixels) {
    return Math.clamp(2 * Math.round(pixels / 2), 0, Integer.MAX_VALUE - 1);
  }

  /** How much wider than high a pixel is; 1 where that is not said. */
  private static double pixelAspect(Map<String, String> stream) {
    double aspect = fraction(stream.get("sample_aspect_ratio"), ":");
    return aspect <= 0 || Math.abs(aspect - 1) < NEARLY_SQUARE ? 1 : aspect;
  }

  /** In degrees, 0 to 359. */
  private static long rotation(Map<String, String> stream) {
    String said = stream.getOrDefault("rotation", stream.getOrDefault("tag:rotate", "0"));
    try {
      return Math.floorMod(Math.round(Double.parseDouble(said)), 360L);
    } catch (NumberFormatException notKnown) {
      return 0;
    }
  }

  private static FrameRate average(Map<String, String> stream) {
    return rate(stream.get("avg_frame_rate"))
        .or(() -> rate(stream.get("r_frame_rate")))
        .orElse(FrameRate.UNKNOWN);
  }

  /**
   * The rate of frames that are alike. Where a file was cut or joined without encoding, its length
   * is not a whole number of frames and the average is near the rate, but not the rate; what FFmpeg
   * finds in the times of single frames is.
   */
  private static FrameRate steady(Map<String, String> stream, FrameRate average) {
    if (!average.known() || MEANT.contains(average)) {
      return average;
    }
    return rate(stream.get("r_frame_rate"))
        .filter(MEANT::contains)
        .filter(found -> isNear(average.perSecond(), found, OFF_BY_LENGTH))
        .orElse(average);
  }

  private static Optional<FrameRate> rate(String text) {
    double perSecond = fraction(text, "/");
    if (!(perSecond > 0) || perSecond > Integer.MAX_VALUE) {
      return Optional.empty();
    }
    String[] parts = text.split("/");
    FrameRate told = new FrameRate(ProbeOutput.count(parts[0]), ProbeOutput.count(parts[1]));
    return MEANT.stream()
        .min(Comparator.comparing(meant -> Math.abs(perSecond - meant.perSecond())))
        .filter(meant -> isNear(perSecond, meant, NEAR_ENOUGH))
        .or(() -> Optional.of(told));
  }

  private static boolean isNear(double perSecond, FrameRate rate, double part) {
    return Math.abs(perSecond / rate.perSecond() - 1) < part;
  }

  /** Zero where it is none. */
  private static double fraction(String text, String sign) {
    String[] parts = text == null ? new String[0] : text.split(sign);
    if (parts.length != 2) {
      return 0;
    }
    int below = ProbeOutput.count(parts[1]);
    return below == 0 ? 0 : (double) ProbeOutput.count(parts[0]) / below;
  }

  private static String named(String text, String otherwise) {
    return text == null || text.equals("unknown") || text.equals("N/A") ? otherwise : text;
  }

  private Duration before(Optional<Duration> time) {
    Duration lead = time.map(t -> output.start().minus(t)).orElse(Duration.ZERO);
    return lead.isNegative() ? Duration.ZERO : lead;
  }

  /**
   * When the first packet is decoded. Matroska does not store it: the first ones are unknown, as
   * many as frames are reordered, and count back from the first that is known.
   */
  private static Optional<Duration> firstDecodingTime(List<ProbeOutput.Packet> packets) {
    List<Duration> known = new ArrayList<>();
    int unknown = 0;
    for (ProbeOutput.Packet packet : packets.stream().limit(FIRST_PACKETS).toList()) {
      if (packet.dts().isPresent()) {
        known.add(packet.dts().get());
      } else if (known.isEmpty()) {
        unknown++;
      }
    }
    if (known.isEmpty()) {
      return Optional.empty();
    }
    Duration frame =
        known.size() < 2
            ? Duration.ZERO
            : known.getLast().minus(known.getFirst()).dividedBy(known.size() - 1);
    return Optional.of(known.getFirst().minus(frame.multipliedBy(unknown)));
  }
}
