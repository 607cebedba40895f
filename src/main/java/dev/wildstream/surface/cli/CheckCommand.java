package dev.wildstream.surface.cli;

import dev.wildstream.desired.HostName;
import dev.wildstream.desired.StreamSpec;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "check",
    description = {
      "Reads the desired-state files and reports every problem.",
      "Touches no key and no network, and without --media no media file."
    },
    footer = {
      "",
      "Exit status: 0 good, 1 problems (with --media also items that would be skipped), 2 usage."
    })
final class CheckCommand implements Callable<Integer> {

  private final Terminal terminal;
  private final List<StreamSpec> specs = new ArrayList<>();
  private int files;
  private int problems;

  @Parameters(
      paramLabel = "PATH",
      arity = "0..*",
      description =
          "A file, a folder of *.yaml and *.yml, or - for standard input;"
              + " each PATH is a revision of its own"
              + " (default: $WILDSTREAM_CONFIG, else /etc/wild-stream-hub).")
  private List<String> paths = List.of();

  @Option(
      names = "--media",
      description =
          "Also probes every item: says which are copied, transcoded or skipped, why, and which"
              + " FFmpeg command mends each misfit for good.")
  private boolean media;

  @Option(
      names = "--ffprobe",
      paramLabel = "PATH",
      description = "ffprobe, for --media (default: on PATH).")
  private String ffprobe;

  @Option(
      names = "--media-root",
      paramLabel = "DIR",
      description = "As with run, for --media; repeatable.")
  private List<String> mediaRoots = List.of();

  @Option(
      names = "--hosts",
      paramLabel = "A,B",
      split = ",",
      description = "Finds streams that none of these hosts runs, or more than one.")
  private List<String> hosts = List.of();

  CheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (ffprobe != null && !media) {
      throw new Settings.Wrong("--ffprobe is for --media");
    }
    List<String> given =
        paths.isEmpty() ? List.of(terminal.settings().config(null).toString()) : paths;
    List<HostName> among = terminal.settings().hosts("--hosts", hosts);
    for (String path : given) {
      if (path.equals("-")) {
        count(terminal.commands().checkInput(among));
      } else if (isThere(path)) {
        count(terminal.commands().check(Path.of(path), among));
      } else {
        problems++;
        terminal
            .err()
            .println(
                "'"
                    + Columns.plain(path)
                    + "': no such file or folder; name a desired-state file, or a folder of them");
      }
    }
    return media ? withMedia() : result("", 0);
  }

  private static boolean isThere(String path) {
    try {
      return !path.isEmpty() && Files.exists(Path.of(path));
    } catch (InvalidPathException odd) {
      return false;
    }
  }

  private void count(Commands.Checked checked) {
    files += checked.files();
    specs.addAll(checked.streams());
    problems += checked.problems().size();
    checked
        .problems()
        .forEach(p -> ProblemText.lines(p, terminal.errInk()).forEach(terminal.err()::println));
  }

  private int withMedia() throws InterruptedException {
    Optional<Path> program = terminal.settings().path("--ffprobe", ffprobe);
    List<Commands.MediaReport> reports =
        terminal
            .commands()
            .media(
                specs,
                program,
                terminal.settings().mediaRoots(mediaRoots),
                new ProgressBar("probing", terminal.err(), terminal.progress()));
    MediaText.lines(reports, terminal.outInk()).forEach(terminal.out()::println);
    return result(
        ", "
            + Count.of(number(reports, Commands.Fate.values()), "item")
            + " ("
            + number(reports, Commands.Fate.COPIED)
            + " copied, "
            + number(reports, Commands.Fate.TRANSCODED)
            + " transcoded, "
            + number(reports, Commands.Fate.SKIPPED)
            + " skipped)",
        number(reports, Commands.Fate.SKIPPED));
  }

  private static int number(List<Commands.MediaReport> reports, Commands.Fate... fates) {
    return (int)
        reports.stream()
            .flatMap(report -> report.items().stream())
            .filter(item -> List.of(fates).contains(item.fate()))
            .count();
  }

  private int result(String items, int skipped) {
    String all = Count.of(files, "file") + ", " + Count.of(specs.size(), "stream") + items;
    if (problems == 0 && skipped == 0) {
      terminal.out().println(all + ": good");
      return ExitStatus.GOOD;
    }
    if (media) {
      terminal.out().println(all);
    }
    if (problems > 0) {
      terminal.err().println(Count.of(problems, "problem"));
    }
    if (skipped > 0) {
      terminal.err().println(Count.of(skipped, "item") + " would be skipped");
    }
    return ExitStatus.BAD;
  }
}
