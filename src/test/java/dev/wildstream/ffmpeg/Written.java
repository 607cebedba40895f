package dev.wildstream.ffmpeg;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What a feeder wrote, as ffprobe and a decoder see it. Times in seconds. */
public record Written(Path file, Tools tools) {

  /** A frame is so many bytes to the flash finder. */
  private static final int SMALL = 16 * 16;

  private static final int SOUND_RATE = 8_000;

  /** A packet. */
  record Packet(double pts, double dts, double length, String flags, int size) {}

  List<Packet> packets(String stream) throws Exception {
    return tools
        .probe(
            "-select_streams",
            stream,
            "-show_entries",
            "packet=pts_time,dts_time,duration_time,size,flags",
            "-of",
            "csv=p=0",
            file.toString())
        .lines()
        .map(line -> line.split(","))
        .filter(p -> p.length >= 5)
        .map(
            p -> new Packet(number(p[0]), number(p[1]), number(p[2]), p[4], Integer.parseInt(p[3])))
        .toList();
  }

  private static double number(String text) {
    return text.equals("N/A") ? Double.NaN : Double.parseDouble(text);
  }

  double begin(String stream) throws Exception {
    return packets(stream).stream().mapToDouble(Packet::pts).min().orElseThrow();
  }

  double end(String stream) throws Exception {
    return packets(stream).stream().mapToDouble(p -> p.pts() + p.length()).max().orElseThrow();
  }

  /** What ffprobe says of a stream: {@code codec_name=…} lines. */
  List<String> facts(String stream, String entries) throws Exception {
    return tools
        .probe(
            "-select_streams",
            stream,
            "-show_entries",
            "stream=" + entries,
            "-of",
            "default=nk=0:nw=1",
            file.toString())
        .lines()
        .distinct()
        .toList();
  }

  /** What a decoder complains of. */
  String complaints() throws Exception {
    Process process =
        new ProcessBuilder(
                tools.ffmpeg().toString(),
                "-nostdin",
                "-v",
                "warning",
                "-err_detect",
                "explode",
                "-i",
                file.toString(),
                "-f",
                "null",
                "-")
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .start();
    String said = new String(process.getInputStream().readAllBytes());
    process.waitFor(60, TimeUnit.SECONDS);
    return said.strip();
  }

  /** When the picture turns white. */
  List<Double> flashes() throws Exception {
    byte[] frames =
        decoded("-map", "0:v", "-vf", "scale=16:16,format=gray", "-fps_mode", "passthrough");
    List<Double> times = packets("v").stream().map(Packet::pts).sorted().toList();
    List<Double> found = new ArrayList<>();
    boolean before = true; // what begins white did not turn
    for (int i = 0; i < Math.min(times.size(), frames.length / SMALL); i++) {
      // the middle of it: at the sides there may be black
      int middle = frames[i * SMALL + 8 * 16 + 8] & 0xff;
      boolean white = middle > 215;
      if (white && !before) {
        found.add(times.get(i));
      }
      before = white;
    }
    return found;
  }

  /** When it begins to beep. */
  List<Double> beeps() throws Exception {
    ByteBuffer samples =
        ByteBuffer.wrap(decoded("-map", "0:a", "-ac", "1", "-ar", "" + SOUND_RATE))
            .order(ByteOrder.LITTLE_ENDIAN);
    double begin = begin("a");
    List<Double> found = new ArrayList<>();
    int quiet = 0; // what begins with a beep did not begin to
    for (int i = 0; i < samples.capacity() / 2; i++) {
      boolean loud = Math.abs(samples.getShort(2 * i)) > 3_000;
      if (loud && quiet > SOUND_RATE / 5) {
        found.add(begin + (double) i / SOUND_RATE);
      }
      quiet = loud ? 0 : quiet + 1;
    }
    return found;
  }

  private byte[] decoded(String... how) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(tools.ffmpeg().toString(), "-nostdin"));
    command.addAll(List.of("-v", "quiet", "-i", file.toString()));
    command.addAll(List.of(how));
    boolean sound = List.of(how).contains("0:a");
    command.addAll(List.of("-f", sound ? "s16le" : "rawvideo", "pipe:1"));
    Process process =
        new ProcessBuilder(command)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    byte[] all = process.getInputStream().readAllBytes();
    process.waitFor();
    return all;
  }

  public static Duration duration(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s by %s", file, tools);
  }
}
