package dev.wildstream.ffmpeg;

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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks ffprobe about a file, under the same limits as a feeder reads it. */
final class Probe {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /**
   * A keyframe is looked for so long before a cut; a longer interval is looked for from the begin.
   */
  private static final Duration BACK = Duration.ofSeconds(12);

  /** A probe prints some 30 KiB. */
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
  }

  /**
   * What ffprobe says of a file; takes up to ten seconds, or twenty where a cut begins inside it.
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
    Printed printed =
        run(
            ffprobe,
            source.path(),
            List.of(
                "-show_entries",
                "format=start_time,duration,bit_rate"
                    + ":stream=index,codec_name,codec_type,width,height,sample_rate,channels"
                    + ",start_time,duration:stream_disposition=attached_pic"
                    + ":packet=stream_index,pts_time,dts_time",
                "-read_intervals",
                "%+#200"));
    if (printed.exitCode() != 0) {
      String why =
          Diagnosis.feeder(
                  Redactor.withoutKey().lines(printed.said()), Optional.of(printed.exitCode()))
              .orElseThrow()
              .detail();
      return new MediaFacts.Unplayable(Optional.of(stamp), Redactor.withoutKey().detail(why));
    }
    ProbeOutput output = new ProbeOutput(printed.output());
    Optional<Map<String, String>> video = output.video();
    if (video.isEmpty()) {
      return new MediaFacts.Unplayable(Optional.of(stamp), "no video stream");
    }
    return new MediaFacts.Playable(
        stamp,
        output.duration(),
        output.bitrate(stamp.size()),
        video.map(output::videoFacts),
        output.audio().map(output::audioFacts),
        keyframe(ffprobe, source, output.start()));
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
          ProbeOutput.lastKeyframe(new ProbeOutput(printed.output()), fileStart, position)
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
    command.addAll(List.of("-format_whitelist", FeederCommand.CONTAINERS, "-of", "flat"));
    command.addAll(questions);
    command.add("file:" + file);
    ProcessBuilder builder = new ProcessBuilder(command);
    Spawner.scrub(builder);
    builder.directory(new File("/"));
    builder.redirectInput(new File("/dev/null"));
    Process process = builder.start();
    Future<String> output = readers.submit(() -> text(process.getInputStream()));
    Future<String> said = readers.submit(() -> text(process.getErrorStream()));
    try {
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new TooLong();
      }
      return new Printed(
          process.exitValue(),
          output.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS),
          said.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).lines().toList());
    } catch (TimeoutException hangs) {
      throw new TooLong();
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
