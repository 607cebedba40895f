package dev.wildstream;

import dev.wildstream.desired.HostName;
import dev.wildstream.desired.Problem;
import dev.wildstream.desired.Reading;
import dev.wildstream.desired.SourceFile;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.desired.yaml.DesiredStateReader;
import dev.wildstream.ffmpeg.ToolSearch;
import dev.wildstream.ffmpeg.library.MediaSurvey;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.json.EventLog;
import dev.wildstream.surface.cli.CommandLineSurface;
import dev.wildstream.surface.cli.Commands;
import dev.wildstream.surface.cli.DemoOptions;
import dev.wildstream.surface.cli.LogLevel;
import dev.wildstream.surface.cli.RunOptions;
import dev.wildstream.watch.ConfigurationFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Where the program begins: hands the command line what its commands do. */
public final class Main implements Commands {

  private static final String SCHEMA = "/dev/wildstream/schema/desired-state.schema.json";

  private final PrintWriter out;

  private Main(PrintWriter out) {
    this.out = out;
  }

  /** Ends the JVM with the command's exit status. */
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int status =
        new CommandLineSurface(new Main(out), new SystemClock(), System.getenv(), out, err)
            .execute(arguments);
    System.exit(status);
  }

  @Override
  public int run(RunOptions options) {
    logAt(options.logLevel());
    return Hub.inForeground(options, ToolSearch.Preference.INSTALLED);
  }

  @Override
  public int demo(DemoOptions options) {
    logAt(options.logLevel());
    return new Demo(options, out).run();
  }

  /**
   * slf4j-simple reads this when the first logger is made, which is after the command line was
   * read.
   */
  private static void logAt(LogLevel level) {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", level.text());
  }

  @Override
  public Checked check(Path path, List<HostName> hosts) {
    return switch (new ConfigurationFiles(path).read()) {
      case ConfigurationFiles.Content.Unreadable(List<Problem> problems) ->
          new Checked(0, List.of(), problems);
      case ConfigurationFiles.Content.Files(var files) -> checked(files, hosts);
    };
  }

  @Override
  public Checked checkInput(List<HostName> hosts) {
    return checked(input(), hosts);
  }

  private static List<SourceFile> input() {
    try {
      // one byte more than a file may have tells the reader that it is too long
      byte[] text = System.in.readNBytes(1024 * 1024 + 1);
      return List.of(new SourceFile("-", Path.of("-").toAbsolutePath(), text));
    } catch (IOException e) {
      throw new UncheckedIOException("standard input cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public List<MediaReport> media(
      List<StreamSpec> streams, Optional<Path> ffprobe, List<Path> roots, Progress progress)
      throws InterruptedException {
    ToolSearch tools =
        new ToolSearch(
            Optional.empty(),
            ffprobe,
            Hub.home(),
            Optional.ofNullable(System.getenv("PATH")).orElse(""),
            ToolSearch.Preference.INSTALLED);
    String ffmpeg = tools.ffmpeg().map(Path::toString).orElse("ffmpeg");
    // on a Ctrl-C too, none is left behind
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(Main::endChildren));
    int processors = Runtime.getRuntime().availableProcessors();
    try (MediaSurvey survey = new MediaSurvey(tools, roots, processors, new SystemClock())) {
      return new MediaCheck(survey, ffmpeg).of(streams, progress::done);
    }
  }

  private static void endChildren() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
  }

  private static Planning planning(Path state, Optional<HostName> host) {
    return new Planning(
        state,
        Hub.reading(host),
        () -> {
          try {
            Thread.sleep(Planning.BETWEEN);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
          }
        });
  }

  @Override
  public Planned plan(
      Source source, Path state, Optional<HostName> host, Supplier<Optional<InForce>> hub) {
    return switch (source) {
      case Source.StandardInput() -> planning(state, host).of(input(), hub);
      case Source.At(Path path) ->
          switch (new ConfigurationFiles(path).read()) {
            case ConfigurationFiles.Content.Unreadable(List<Problem> problems) ->
                new Planned.Invalid(problems);
            case ConfigurationFiles.Content.Files(var files) ->
                planning(state, host).of(files, hub);
          };
    };
  }

  private static Checked checked(List<SourceFile> files, List<HostName> hosts) {
    return switch (DesiredStateReader.read(files, hosts)) {
      case Reading.Accepted(var revision) ->
          new Checked(files.size(), revision.streams(), List.of());
      case Reading.Refused refused -> new Checked(files.size(), List.of(), refused.problems());
    };
  }

  @Override
  public Supplier<List<Event>> events(Path state, Optional<String> stream) {
    return new EventLog.Follower(state, stream)::poll;
  }

  @Override
  public Swept sweep(Path runtime) {
    return new Sweep(runtime, new SystemClock()).run();
  }

  @Override
  public String schema() {
    try (InputStream in = Main.class.getResourceAsStream(SCHEMA)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
