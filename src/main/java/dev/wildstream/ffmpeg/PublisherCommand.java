package dev.wildstream.ffmpeg;

import dev.wildstream.desired.Secret;
import dev.wildstream.desired.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command line of a publisher: its arguments name the target's host and port, never its key.
 */
final class PublisherCommand {

  /** What stands before the key in the preset. */
  static final String KEY_OPTION = "rtmp_playpath=";

  /** Those of its input: the picture and the sound. More are the end of it ({@link TailPacket}). */
  static final int STREAMS = 2;

  /**
   * Bytes that it reads at a time: what it has read cannot be taken back, where what follows is to
   * be on the air at once. By itself it reads 64 KiB, which is 1.7 s of a stream of 300 kbit/s;
   * this is 0.1 s of it, and 130 reads a second of one of 4 Mbit/s.
   */
  private static final int READ_AT_ONCE = 4096;

  private PublisherCommand() {}

  /**
   * The arguments, the program first.
   *
   * @param trusted certificates of those who may vouch for a target over TLS
   */
  static List<String> of(Path ffmpeg, RunFolder run, Target target, Optional<Path> trusted) {
    List<String> command = new ArrayList<>();
    command.add(ffmpeg.toString());
    command.addAll(List.of("-nostdin", "-hide_banner", "-loglevel", "level+info", "-nostats"));
    // FFmpeg 8 looks no more often whether it was asked to end
    command.addAll(List.of("-stats_period", "0.2"));
    command.addAll(List.of("-progress", "file:" + run.progress(Role.PUBLISHER)));
    // the pace of the stream is kept here, so that a feeder may run ahead as far as the fifo goes
    command.addAll(List.of("-re"));
    // 2 s of media tell it all it must know; by itself it waits for 5 s, more than a short item has
    command.addAll(List.of("-analyzeduration", "2000000"));
    command.addAll(List.of("-max_streams", Integer.toString(STREAMS)));
    command.addAll(List.of("-blocksize", Integer.toString(READ_AT_ONCE)));
    command.addAll(List.of("-f", "mpegts", "-i", "pipe:0"));
    command.addAll(List.of("-map", "0:v", "-map", "0:a", "-c", "copy"));
    // an item of another size needs its own sequence header in the FLV; delimiters (type 9) have no
    // use there, and what a flush leaves of them would be a packet without a picture: 0.2 % of a
    // core for 6 Mbit/s
    command.addAll(List.of("-bsf:v", "extract_extradata,filter_units=remove_types=9"));
    // where an item's sound ends before its picture, wait for it 0.2 s and not 10 s
    command.addAll(List.of("-max_interleave_delta", "200000"));
    command.addAll(List.of("-fpre", run.preset().toString()));
    if (target.scheme() == Target.Scheme.RTMPS) {
      // FFmpeg by itself takes any certificate; without a file to trust it then takes none
      command.addAll(List.of("-tls_verify", "1"));
      trusted.ifPresent(file -> command.addAll(List.of("-ca_file", file.toString())));
    }
    // RTMP's greeting is small packets by turns: without, each waits 40 ms for the one before it
    command.addAll(List.of("-tcp_nodelay", "1"));
    command.addAll(List.of("-f", "flv", "-flvflags", "no_duration_filesize", target.address()));
    return List.copyOf(command);
  }

  /**
   * The options that must not be arguments, since everybody on the machine can read those. One a
   * line; neither text may hold a line end, which would begin another option.
   */
  static String preset(Target target, Secret key) {
    String app = target.appWithQuery();
    if (holdsLineEnd(app) || holdsLineEnd(key.reveal())) {
      throw new IllegalArgumentException("a target or key with a line end");
    }
    return "rtmp_app=" + app + "\n" + KEY_OPTION + key.reveal() + "\n";
  }

  private static boolean holdsLineEnd(String text) {
    return text.chars().anyMatch(c -> c == '\n' || c == '\r' || c == 0);
  }
}
