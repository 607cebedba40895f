package dev.wildstream.ffmpeg;

import dev.wildstream.reconcile.Recipe;
import dev.wildstream.reconcile.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The command line of a feeder: one item in, MPEG-TS out, with timestamps that go on where the item
 * before ended.
 *
 * <p>Two outputs beside that one write nothing but where the picture and the sound end, exactly and
 * also where the file lied or was cut short: a segment list is a line of start and end, and its
 * segments go to /dev/null. The progress report cannot tell that: FFmpeg 5 reports about the
 * longest stream's end, FFmpeg 8 the shortest one's.
 */
public final class FeederCommand {

  /**
   * Containers that hold their media themselves: of pictures with sound, of sound alone, of a
   * single image. Those that name other files or hosts (concat, hls, dash, image2 …) are left out:
   * a list may come from git, and must not make FFmpeg open what it likes.
   */
  public static final String CONTAINERS =
      "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,flv,live_flv,asf,ogg,mxf,"
          + "nut,dv,rm,wtv,gxf,h264,hevc,"
          + "mp3,flac,wav,w64,aiff,caf,aac,ac3,eac3,dts,"
          + "png_pipe,jpeg_pipe,webp_pipe,bmp_pipe,gif";

  public static final String PROTOCOLS = "file,pipe";

  /** What every input has that is not the hub's own. */
  static final List<String> RESTRICTIONS =
      List.of("-protocol_whitelist", PROTOCOLS, "-format_whitelist", CONTAINERS);

  private FeederCommand() {}

  /** The arguments, the program first. */
  static List<String> of(Path ffmpeg, RunFolder run, Step.StartFeeder step) {
    List<String> command = new ArrayList<>();
    command.add(ffmpeg.toString());
    command.addAll(List.of("-nostdin", "-hide_banner", "-loglevel", "level+warning", "-nostats"));
    command.addAll(List.of("-stats_period", "0.2"));
    command.addAll(List.of("-progress", "file:" + run.progress(Role.FEEDER)));
    command.addAll(
        switch (step.recipe().mode()) {
          case COPY -> copied(run, step);
          case TRANSCODE, STANDBY -> Transcoding.of(run, step);
        });
    return List.copyOf(command);
  }

  private static List<String> copied(RunFolder run, Step.StartFeeder step) {
    SeekPoint seek = SeekPoint.of(step);
    List<String> command = new ArrayList<>(item(step, seek));
    Optional<Recipe.Sound.Silence> added = step.silence();
    added.ifPresent(silence -> command.addAll(silentInput(silence)));

    command.addAll(List.of("-map", "0:V:0", "-map", added.isPresent() ? "1:a:0" : "0:a:0"));
    if (added.isPresent()) {
      command.addAll(List.of("-c:v", "copy"));
      command.addAll(encoder(added.get().encoding()));
      command.add("-shortest");
    } else {
      command.addAll(List.of("-c", "copy"));
    }
    command.addAll(
        List.of("-f", "mpegts", "-mpegts_flags", "+initial_discontinuity", "-muxdelay", "0"));
    command.addAll(List.of("-muxpreload", "0"));
    command.addAll(
        List.of("-output_ts_offset", seconds(step.timeline().plus(seek.nudge())), "pipe:1"));

    command.addAll(measured("0:V:0", run.videoEnd()));
    if (added.isEmpty()) {
      command.addAll(measured("0:a:0", run.audioEnd()));
    }
    return command;
  }

  /** The item as an input, read as asked. */
  static List<String> item(Step.StartFeeder step, SeekPoint seek) {
    List<String> input = new ArrayList<>(RESTRICTIONS);
    if (!seek.at().isZero() || !seek.runUp().isZero()) {
      input.addAll(List.of("-ss", seconds(seek.at())));
    }
    if (!seek.runUp().isZero()) { // times count from the position, and what is before zero is cut
      input.addAll(List.of("-itsoffset", "-" + seconds(seek.runUp())));
    }
    step.input()
        .to()
        .map(to -> to.minus(seek.at()).minus(seek.runUp()))
        .ifPresent(length -> input.addAll(List.of("-t", seconds(atLeastOneFrame(length)))));
    input.addAll(
        switch (step.input().manner()) {
          case AHEAD -> List.of();
          case LIVE -> List.of("-re");
          case LIVE_WITHOUT_END -> List.of("-re", "-stream_loop", "-1");
        });
    input.addAll(file(step.path()));
    return input;
  }

  /** A file as an input, after the options that hold for it. */
  public static List<String> file(String path) {
    List<String> input = new ArrayList<>();
    ImageFiles.demuxer(path).ifPresent(demuxer -> input.addAll(List.of("-f", demuxer)));
    input.addAll(List.of("-i", "file:" + path));
    return input;
  }

  private static List<String> measured(String stream, Path list) {
    List<String> output = new ArrayList<>(List.of("-map", stream, "-c", "copy"));
    output.addAll(List.of("-avoid_negative_ts", "disabled", "-f", "segment", "-strftime", "1"));
    output.addAll(List.of("-segment_time", "1000000", "-segment_list_type", "csv"));
    output.addAll(List.of("-segment_format", "crc", "-segment_list", "file:" + list));
    output.add("file:/dev/null");
    return output;
  }

  private static List<String> silentInput(Recipe.Sound.Silence silence) {
    List<String> input = new ArrayList<>();
    silence.length().ifPresent(l -> input.addAll(List.of("-t", seconds(atLeastOneFrame(l)))));
    input.addAll(silence(silence.encoding()));
    return input;
  }

  /** Silence without end, as an input. */
  static List<String> silence(Recipe.SoundEncoding encoding) {
    String source = "anullsrc=r=" + encoding.sampleRate() + ":cl=" + layout(encoding);
    return List.of("-f", "lavfi", "-i", source);
  }

  /** How FFmpeg calls that many channels. */
  static String layout(Recipe.SoundEncoding encoding) {
    return switch (encoding.channels()) {
      case 1 -> "mono";
      case 2 -> "stereo";
      case 6 -> "5.1";
      case 8 -> "7.1";
      default -> encoding.channels() + "c";
    };
  }

  static List<String> encoder(Recipe.SoundEncoding encoding) {
    return List.of(
        "-c:a",
        encoding.codec().equals("mp3") ? "libmp3lame" : encoding.codec(),
        "-b:a",
        Long.toString(encoding.bitrate()),
        "-ar",
        Integer.toString(encoding.sampleRate()),
        "-ac",
        Integer.toString(encoding.channels()));
  }

  /** FFmpeg takes a length of zero for "without end". */
  static Duration atLeastOneFrame(Duration length) {
    Duration frame = Duration.ofMillis(1);
    return length.compareTo(frame) < 0 ? frame : length;
  }

  public static String seconds(Duration duration) {
    return String.format(
        Locale.ROOT, "%d.%06d", duration.toSeconds(), duration.toNanosPart() / 1_000);
  }
}
