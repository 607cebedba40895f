package dev.wildstream.ffmpeg;

import dev.wildstream.media.FrameRate;
import dev.wildstream.media.FrameSize;
import dev.wildstream.observed.MediaFacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What ffprobe printed with {@code -of flat}: one line per field, {@code
 * streams.stream.0.codec_name="h264"}.
 */
final class ProbeOutput {

  private static final Pattern LINE =
      Pattern.compile("(format|streams\\.stream\\.\\d+|packets\\.packet\\.\\d+)\\.([a-z_.]+)=(.*)");

  private final Map<String, String> format = new HashMap<>();
  private final Map<Integer, Map<String, String>> streams = new TreeMap<>();
  private final Map<Integer, Map<String, String>> packets = new TreeMap<>();

  ProbeOutput(String text) {
    for (String line : text.split("\n")) {
      Matcher parts = LINE.matcher(line);
      if (parts.matches()) {
        section(parts.group(1)).put(parts.group(2), unquoted(parts.group(3)));
      }
    }
  }

  /** The first picture that is not an attached one. */
  Optional<Map<String, String>> video() {
    return streams.values().stream()
        .filter(s -> "video".equals(s.get("codec_type")))
        .filter(s -> !"1".equals(s.get("disposition.attached_pic")))
        .findFirst();
  }

  Optional<Map<String, String>> audio() {
    return streams.values().stream().filter(s -> "audio".equals(s.get("codec_type"))).findFirst();
  }

  /** The container's first timestamp. */
  Duration start() {
    return time(format.get("start_time")).orElse(Duration.ZERO);
  }

  /** Of the longest stream, from the container's first timestamp. */
  Optional<Duration> duration() {
    return time(format.get("duration"))
        .or(() ->
            streams.values().stream()
                .map(s -> time(s.get("duration")))
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder()))
        .filter(Duration::isPositive);
  }

  /** Bits per second of the whole file, at least 1. */
  long bitrate(long size) {
    Optional<Long> said = number(format.get("bit_rate"));
    if (said.isPresent() && said.get() > 0) {
      return said.get();
    }
    double seconds = duration().map(d -> d.toNanos() / 1e9).orElse(0.0);
    return seconds > 0 ? Math.max(1, Math.round(size * 8 / seconds)) : 1;
  }

  MediaFacts.Video videoFacts(Map<String, String> stream) {
    FrameSize size = new FrameSize(count(stream.get("width")), count(stream.get("height")));
    return new MediaFacts.Video(
        stream.getOrDefault("codec_name", "unknown"),
        stream.getOrDefault("profile", ""),
        stream.getOrDefault("pix_fmt", ""),
        size,
        size,
        FrameRate.UNKNOWN,
        Set.of(),
        Optional.empty(),
        before(firstDecodingTime(stream)),
        Optional.empty());
  }

  MediaFacts.Audio audioFacts(Map<String, String> stream) {
    Optional<Duration> first =
        packetsOf(stream).stream().findFirst().flatMap(p -> time(p.get("pts_time")));
    return new MediaFacts.Audio(
        stream.getOrDefault("codec_name", "unknown"),
        stream.getOrDefault("profile", ""),
        count(stream.get("sample_rate")),
        count(stream.get("channels")),
        before(first),
        Optional.empty());
  }

  /** The last keyframe at or before a position from the container's first timestamp. */
  static Optional<Duration> lastKeyframe(ProbeOutput packets, Duration start, Duration position) {
    return packets.packets.values().stream()
        .filter(p -> p.getOrDefault("flags", "").startsWith("K"))
        .map(p -> time(p.get("pts_time")))
        .flatMap(Optional::stream)
        .map(pts -> pts.minus(start))
        .filter(at -> at.compareTo(position) <= 0)
        .max(Comparator.naturalOrder());
  }

  private Duration before(Optional<Duration> time) {
    Duration lead = time.map(t -> start().minus(t)).orElse(Duration.ZERO);
    return lead.isNegative() ? Duration.ZERO : lead;
  }

  /**
   * When the first packet is decoded. Matroska does not store it: the first ones are unknown, as
   * many as frames are reordered, and count back from the first that is known.
   */
  private Optional<Duration> firstDecodingTime(Map<String, String> stream) {
    List<Map<String, String>> own = packetsOf(stream);
    List<Duration> known = new ArrayList<>();
    int unknown = 0;
    for (Map<String, String> packet : own) {
      Optional<Duration> dts = time(packet.get("dts_time"));
      if (dts.isPresent()) {
        known.add(dts.get());
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

  private List<Map<String, String>> packetsOf(Map<String, String> stream) {
    return packets.values().stream()
        .filter(p -> stream.get("index").equals(p.get("stream_index")))
        .toList();
  }

  private Map<String, String> section(String name) {
    if (name.equals("format")) {
      return format;
    }
    int number = Integer.parseInt(name.substring(name.lastIndexOf('.') + 1));
    var all = name.startsWith("streams") ? streams : packets;
    return all.computeIfAbsent(number, n -> new HashMap<>());
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  private static Optional<Duration> time(String text) {
    try {
      return text == null ? Optional.empty() : Optional.of(Seconds.parse(text));
    } catch (NumberFormatException notKnown) {
      return Optional.empty();
    }
  }

  /** Zero where it is not known; a damaged file may say anything. */
  private static int count(String text) {
    return Math.clamp(number(text).orElse(0L), 0, Integer.MAX_VALUE);
  }

  private static Optional<Long> number(String text) {
    try {
      return text == null ? Optional.empty() : Optional.of(Long.parseLong(text));
    } catch (NumberFormatException notKnown) {
      return Optional.empty();
    }
  }
}
