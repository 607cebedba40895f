package dev.wildstream.ffmpeg.library;

import dev.wildstream.ffmpeg.Diagnosis;
import dev.wildstream.ffmpeg.FeederCommand;
import dev.wildstream.ffmpeg.ImageFiles;
import dev.wildstream.ffmpeg.Redactor;
import dev.wildstream.ffmpeg.Spawner;
import dev.wildstream.observed.FileStamp;
import dev.wildstream.observed.MediaFacts;
import dev.wildstream.observed.MediaView;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks ffprobe about a file, under the same limits as a feeder reads it. */
final class Probe {

  /** SIGKILL takes milliseconds. */
  private static final Duration DIES = Duration.ofSeconds(1);

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /**
   * A keyframe is looked for so long before a cut; a longer interval is looked for from the begin.
   */
  private static final Duration BACK = Duration.ofSeconds(12);

  /**
   * What is read to see keyframes and frame times: 25 s from the begin, from a minute and from
   * three minutes on, so that an interval of 10 s and more is seen to be too long. Each counts from
   * the end of the one before, whatever the file's first timestamp is. Not parts of the whole: the
   * length may be a lie, is known only afterwards, and a file without an index is read up to where
   * it is sought.
   */
  private static final String WINDOWS = "%+25,+35%+25,+95%+25";

  private static final String BEGIN = "%+#200";

  /** A probe prints some 400 KiB: 75 s of 30 frames and 47 packets of sound, 70 bytes each. */
  private static final int MOST_OUTPUT = 16 << 20;

  private final ExecutorService readers;

  /**
   * Runs nothing yet.
   *
   * @param readers for reading what ffprobe prints; a process that hangs in the kernel holds two
   */
  Probe(ExecutorService readers) {
    this.readers = readers;
  }

  private record Printed(int exitCode, String output, List<String> said) {}

  /** It took too long. */
  private static final class TooLong extends Exception {
    private static final long serialVersionUID = 1;

    /** Whether it could not even be killed: it hangs in the kernel, and so would another. */
    private final boolean hangs;

    TooLong(boolean hangs) {
      this.hangs = hangs;
    }
  }

  /**
   * What ffprobe says of a file; takes up to twenty seconds, or forty where a cut begins inside it.
   *
   * @param stamp of the file when it was asked for
   * @throws IOException if ffprobe cannot be started
   */
  MediaFacts ask(Path ffprobe, MediaView.Source source, FileStamp stamp)
      throws IOException, InterruptedException {
    try {
      return facts(ffprobe, source, stamp);
    } catch (TooLong tooLong) {
      return new MediaFacts.Unplayable(
          Optional.of(stamp), "took longer than " + PATIENCE.toSeconds() + " s to probe");
    }
  }

  private MediaFacts facts(Path ffprobe, MediaView.Source source, FileStamp stamp)
      throws IOException, InterruptedException, TooLong {
    Printed printed = about(ffprobe, source.path());
    if (printed.exitCode() != 0) {
      String why =
          Diagnosis.feeder(
                  Redactor.withoutKey().lines(printed.said()), Optional.of(printed.exitCode()))
              .orElseThrow()
              .detail();
      return new MediaFacts.Unplayable(Optional.of(stamp), Redactor.withoutKey().detail(why));
    }
    ProbeOutput output = new ProbeOutput(printed.output());
    ProbedStreams streams = new ProbedStreams(output);
    Optional<MediaFacts.Video> video = streams.video();
    Optional<MediaFacts.Audio> audio = streams.audio();
    if (video.isEmpty() && audio.isEmpty()) {
      return new MediaFacts.Unplayable(Optional.of(stamp), nothing(source.path()));
    }
    boolean moves = video.filter(v -> !v.oddities().contains(MediaFacts.Oddity.STILL)).isPresent();
    return new MediaFacts.Playable(
        stamp,
        output.duration(),
        output.bitrate(stamp.size()),
        video,
        audio,
        moves ? keyframe(ffprobe, source, output.start()) : Duration.ZERO);
  }

  /** Why nothing was found. An image file is read as what its name says, and as nothing else. */
  private static String nothing(String path) {
    return ImageFiles.demuxer(path).isPresent()
        ? "it is damaged, or another kind of file than its name says"
        : "neither a picture nor a sound";
  }

  /**
   * All questions at once. Where the file cannot be sought in, or that takes too long, its begin
   * must do.
   */
  private Printed about(Path ffprobe, String file)
      throws IOException, InterruptedException, TooLong {
    try {
      Printed printed = run(ffprobe, file, questions(WINDOWS));
      if (printed.exitCode() == 0) {
        return printed;
      }
    } catch (TooLong slow) {
      if (slow.hangs) {
        throw slow;
      } // else tried once more
    }
    return run(ffprobe, file, questions(BEGIN));
  }

  private static List<String> questions(String intervals) {
    return List.of(
        "-show_entries",
        "format=start_time,duration,bit_rate"
            + ":stream=index,codec_name,codec_type,profile,width,height,pix_fmt"
            + ",sample_aspect_ratio,field_order,avg_frame_rate,r_frame_rate"
            + ",sample_rate,channels,start_time,duration"
            + ":stream_disposition=attached_pic:stream_tags=DURATION,rotate"
            + ":stream_side_data=rotation"
            + ":packet=stream_index,pts_time,dts_time,flags",
        "-read_intervals",
        intervals);
  }

  private Duration keyframe(Path ffprobe, MediaView.Source source, Duration fileStart)
      throws IOException, InterruptedException, TooLong {
    Duration position = source.start();
    if (position.isZero()) {
      return Duration.ZERO;
    }
    Duration until = fileStart.plus(position).plusMillis(500);
    Duration near = position.minus(BACK);
    List<Duration> begins = new ArrayList<>();
    if (near.isPositive()) {
      begins.add(near);
    }
    begins.add(Duration.ZERO);
    for (Duration begin : begins) {
      String from = begin.isZero() ? "" : FeederCommand.seconds(fileStart.plus(begin));
      Printed printed =
          run(
              ffprobe,
              source.path(),
              List.of(
                  "-select_streams",
                  "V:0",
                  "-show_entries",
                  "packet=pts_time,flags",
                  "-read_intervals",
                  from + "%" + FeederCommand.seconds(until)));
      Optional<Duration> found =
          new ProbeOutput(printed.output())
              .lastKeyframe(fileStart, position)
              .filter(k -> !k.isNegative());
      if (found.isPresent()) {
        return found.get();
      }
    }
    return Duration.ZERO;
  }

  private Printed run(Path ffprobe, String file, List<String> questions)
      throws IOException, InterruptedException, TooLong {
    List<String> command = new ArrayList<>();
    command.add(ffprobe.toString());
    command.addAll(List.of("-hide_banner", "-loglevel", "level+error"));
    command.addAll(List.of("-protocol_whitelist", FeederCommand.PROTOCOLS));
    command.addAll(List.of("-format_whitelist", FeederCommand.CONTAINERS, "-of", "compact"));
    command.addAll(questions);
    command.addAll(FeederCommand.file(file));
    ProcessBuilder builder = new ProcessBuilder(command);
    Spawner.scrub(builder);
    builder.directory(new File("/"));
    builder.redirectInput(new File("/dev/null"));
    Process process = builder.start();
    Future<String> output = readers.submit(() -> text(process.getInputStream()));
    Future<String> said = readers.submit(() -> text(process.getErrorStream()));
    try {
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new TooLong(!process.waitFor(DIES.toMillis(), TimeUnit.MILLISECONDS));
      }
      return new Printed(
          process.exitValue(),
          output.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS),
          said.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).lines().toList());
    } catch (TimeoutException silent) {
      throw new TooLong(false);
    } catch (ExecutionException broken) {
      throw new IOException("ffprobe's output cannot be read", broken.getCause());
    } finally {
      process.destroyForcibly();
    }
  }

  /** Reads to the end, so that the process is never blocked, and keeps what a probe prints. */
  private static String text(InputStream in) throws IOException {
    try (in) {
      byte[] kept = in.readNBytes(MOST_OUTPUT);
      in.skip(Long.MAX_VALUE);
      return new String(kept, StandardCharsets.UTF_8);
    }
  }
}
