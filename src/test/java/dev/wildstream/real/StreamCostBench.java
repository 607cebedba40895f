package dev.wildstream.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a minute of a stream costs: processor time and memory of the FFmpegs of one stream and of
 * its hub, while it copies, transcodes and stands by. {@code mvn -Pbench verify} prints it and
 * leaves it in {@code target/bench/stream-cost.txt}.
 */
class StreamCostBench {

  /** The clock that the kernel counts processor time in, in ticks per second. */
  private static final double TICKS = 100;

  /** A start costs more than what follows it. */
  private static final Duration WARM_UP = Duration.ofSeconds(15);

  private static final Duration MEASURED = Duration.ofSeconds(60);

  private static final int LENGTH = 120;

  /** One way to keep a stream on the air. */
  private record Job(String name, String size, String codecs, String settings) {}

  private static final String TO_720 = "media: { video: { size: 1280x720, fps: 30 } }\n";
  private static final String TO_1080 = "media: { video: { size: 1920x1080, fps: 30 } }\n";
  private static final String H264 =
      "-c:v libx264 -preset veryfast -b:v 2500k -g 60 -pix_fmt yuv420p";

  private static final List<Job> JOBS =
      List.of(
          new Job("copy, 720p30", "1280x720", H264 + " -c:a aac -ar 48000", ""),
          new Job("copy, 1080p30", "1920x1080", H264 + " -c:a aac -ar 48000", ""),
          new Job("sound alone transcoded, 720p30", "1280x720", H264 + " -c:a ac3", ""),
          new Job("transcode, 720p30", "1280x720", "-c:v mpeg2video -b:v 5M -c:a mp2", TO_720),
          new Job("transcode, 1080p30", "1920x1080", "-c:v mpeg2video -b:v 8M -c:a mp2", TO_1080),
          new Job("transcode, 1080p30 to 720p30", "1920x1080", H264 + " -c:a aac", TO_720),
          new Job("standby (testcard), 720p30", "", "", TO_720),
          new Job("standby (testcard), 1080p30", "", "", TO_1080));

  @TempDir Path folder;

  /** Processor time in seconds. */
  private record Used(double hub, double ffmpeg) {}

  @ParameterizedTest
  @MethodSource(RealParts.FFMPEGS)
  void whatAMinuteCosts(Path ffmpeg) throws IOException {
    StringBuilder table = new StringBuilder();
    table.append(
        "\n%s\n%-34s %14s %14s %12s %12s\n"
            .formatted(
                SampleMedia.run(List.of(ffmpeg.toString(), "-version")).lines().findFirst().get(),
                "a minute of",
                "FFmpeg CPU s",
                "hub CPU s",
                "FFmpeg MiB",
                "hub MiB"));
    for (Job job : JOBS) {
      table.append(measure(job, ffmpeg));
    }
    System.out.print(table);
    Path kept = RealParts.home().resolveSibling("bench").resolve("stream-cost.txt");
    Files.createDirectories(kept.getParent());
    Files.writeString(kept, table, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private String measure(Job job, Path ffmpeg) throws IOException {
    Path own = Files.createTempDirectory(folder, "job");
    Path videos = Files.createDirectories(own.resolve("videos"));
    if (!job.size().isEmpty()) {
      video(job, videos.resolve("item.mkv"));
    }
    try (Channel channel =
        new Channel(own, ffmpeg).settings(job.settings()).items("- videos/\n").onAir()) {
      Await.pass(WARM_UP);
      long hub = channel.hub.process().pid();
      Used before = used(hub);
      long began = System.nanoTime();
      Await.pass(MEASURED);
      Used after = used(hub);
      double minutes = (System.nanoTime() - began) / 60e9;
      assertThat(channel.server.calls("publish")).hasSize(1);
      return String.format(
          Locale.ROOT,
          "%-34s %14.2f %14.2f %12d %12d\n",
          job.name(),
          (after.ffmpeg() - before.ffmpeg()) / minutes,
          (after.hub() - before.hub()) / minutes,
          children(hub).mapToLong(StreamCostBench::mebibytes).sum(),
          mebibytes(hub));
    }
  }

  private static void video(Job job, Path file) {
    String picture = "testsrc2=size=" + job.size() + ":rate=30,noise=alls=8:allf=t";
    String tool = RealParts.ffmpegs().getFirst().toString();
    List<String> command =
        new ArrayList<>(List.of(tool, "-v", "error", "-f", "lavfi", "-i", picture));
    command.addAll(List.of("-f", "lavfi", "-i", "sine=frequency=300"));
    command.addAll(List.of(job.codecs().split(" ")));
    command.addAll(List.of("-ac", "2", "-t", Integer.toString(LENGTH), file.toString()));
    SampleMedia.run(command);
  }

  private static Stream<Long> children(long pid) {
    return ProcessHandle.of(pid).stream()
        .flatMap(ProcessHandle::descendants)
        .map(ProcessHandle::pid);
  }

  /** With all that ended: the hub has waited for them. */
  private static Used used(long hub) throws IOException {
    long[] own = ticks(hub);
    double ffmpeg = own[1];
    for (long child : children(hub).toList()) {
      try {
        long[] theirs = ticks(child);
        ffmpeg += theirs[0] + theirs[1];
      } catch (IOException ended) {
        // counted with those the hub has waited for
      }
    }
    return new Used(own[0] / TICKS, ffmpeg / TICKS);
  }

  /** Its own, and that of those it has waited for. */
  private static long[] ticks(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return new long[] {
      Long.parseLong(fields[11]) + Long.parseLong(fields[12]),
      Long.parseLong(fields[13]) + Long.parseLong(fields[14])
    };
  }

  private static long mebibytes(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
      return lines
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .sum()
          / 1024;
    } catch (IOException ended) {
      return 0;
    }
  }
}
