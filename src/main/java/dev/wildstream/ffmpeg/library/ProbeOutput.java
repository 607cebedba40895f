package dev.wildstream.ffmpeg.library;

import dev.wildstream.ffmpeg.Seconds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What ffprobe printed with {@code -of compact}: one line for each packet, stream and format, with
 * its fields after bars: {@code stream|index=0|codec_name=h264}.
 */
final class ProbeOutput {

  /**
   * A packet, in the order it was read.
   *
   * @param flags {@code K} for a keyframe, {@code D} for one that is not to be shown
   */
  record Packet(String stream, Optional<Duration> pts, Optional<Duration> dts, String flags) {

    boolean isKeyframe() {
      return flags.startsWith("K");
    }

    boolean isHidden() {
      return flags.contains("D");
    }
  }

  private final Map<String, String> format = new HashMap<>();
  private final Map<String, Map<String, String>> streams = new TreeMap<>();
  private final List<Packet> packets = new ArrayList<>();

  ProbeOutput(String text) {
    text.lines()
        .forEach(line -> {
          Map<String, String> fields = fields(line);
          switch (line.substring(0, Math.max(0, line.indexOf('|')))) {
            case "packet" -> packets.add(packet(fields));
            case "stream" ->
                streams.computeIfAbsent(fields.get("index"), i -> new HashMap<>()).putAll(fields);
            case "format" -> format.putAll(fields);
            default -> {} // what was not asked for
          }
        });
  }

  /** The first picture; an attached one (a cover) only where there is no other. */
  Optional<Map<String, String>> video() {
    List<Map<String, String>> all = ofType("video");
    return all.stream().filter(s -> !isAttached(s)).findFirst().or(() -> all.stream().findFirst());
  }

  Optional<Map<String, String>> audio() {
    return ofType("audio").stream().findFirst();
  }

  static boolean isAttached(Map<String, String> stream) {
    return "1".equals(stream.get("disposition:attached_pic"));
  }

  private List<Map<String, String>> ofType(String type) {
    return streams.values().stream()
        .filter(s -> type.equals(s.get("codec_type")))
        .sorted(Comparator.comparing(s -> count(s.get("index"))))
        .toList();
  }

  List<Packet> packetsOf(Map<String, String> stream) {
    String index = stream.getOrDefault("index", "");
    return packets.stream().filter(p -> p.stream().equals(index)).toList();
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

  /** Where a stream ends, from the container's first timestamp. */
  Optional<Duration> end(Map<String, String> stream) {
    Duration begin = time(stream.get("start_time")).orElseGet(this::start);
    return time(stream.get("duration"))
        .map(begin::plus)
        .or(() -> clock(stream.get("tag:DURATION")))
        .map(end -> end.minus(start()))
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

  /** The last keyframe at or before a position from the container's first timestamp. */
  Optional<Duration> lastKeyframe(Duration start, Duration position) {
    return packets.stream()
        .filter(Packet::isKeyframe)
        .map(Packet::pts)
        .flatMap(Optional::stream)
        .map(pts -> pts.minus(start))
        .filter(at -> at.compareTo(position) <= 0)
        .max(Comparator.naturalOrder());
  }

  private static Packet packet(Map<String, String> fields) {
    return new Packet(
        fields.getOrDefault("stream_index", ""),
        time(fields.get("pts_time")),
        time(fields.get("dts_time")),
        fields.getOrDefault("flags", ""));
  }

  private static Map<String, String> fields(String line) {
    Map<String, String> fields = new HashMap<>();
    for (String part : line.split("\\|")) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        // of what stands in a list (side data), the name alone: FFmpeg 8 puts the list's before it
        String name = part.substring(0, equals).replaceFirst("^side_dat.*:", "");
        fields.put(name, part.substring(equals + 1));
      }
    }
    return fields;
  }

  static Optional<Duration> time(String text) {
    try {
      return text == null ? Optional.empty() : Optional.of(Seconds.parse(text));
    } catch (NumberFormatException notKnown) {
      return Optional.empty();
    }
  }

  /** {@code 00:00:12.021000000}, as Matroska's tags have it. */
  private static Optional<Duration> clock(String text) {
    String[] parts = text == null ? new String[0] : text.split(":");
    if (parts.length != 3) {
      return Optional.empty();
    }
    return number(parts[0])
        .flatMap(hours ->
            number(parts[1])
                .flatMap(
                    minutes -> time(parts[2]).map(s -> s.plusHours(hours).plusMinutes(minutes))));
  }

  /** Zero where it is not known; a damaged file may say anything. */
  static int count(String text) {
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
