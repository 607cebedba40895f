package dev.wildstream.surface.cli;

import dev.wildstream.desired.HostName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "check",
    description = {
      "Reads the desired-state files and reports every problem.",
      "Touches no key, no media file and no network."
    },
    footer = {"", "Exit status: 0 good, 1 problems, 2 usage."})
final class CheckCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Parameters(
      paramLabel = "PATH",
      arity = "0..*",
      description =
          "A file, a folder of *.yaml and *.yml, or - for standard input;"
              + " each PATH is a revision of its own"
              + " (default: $WILDSTREAM_CONFIG, else /etc/wild-stream-hub).")
  private List<String> paths = List.of();

  @Option(
      names = "--hosts",
      paramLabel = "A,B",
      split = ",",
      description = "Finds streams that none of these hosts runs, or more than one.")
  private List<String> hosts = List.of();

  CheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  private void tell(Commands.Checked checked) {
    checked
        .problems()
        .forEach(p -> p.text().lines().map(Columns::plain).forEach(terminal.err()::println));
  }

  @Override
  public Integer call() {
    List<String> given =
        paths.isEmpty() ? List.of(terminal.settings().config(null).toString()) : paths;
    List<HostName> among = terminal.settings().hosts("--hosts", hosts);
    int files = 0;
    int streams = 0;
    int problems = 0;
    for (String path : given) {
      if (path.equals("-")) {
        Commands.Checked checked = terminal.commands().checkInput(among);
        files += checked.files();
        streams += checked.streams();
        problems += checked.problems().size();
        tell(checked);
        continue;
      }
      if (path.isEmpty() || !Files.exists(Path.of(path))) {
        problems++;
        terminal
            .err()
            .println(
                "'"
                    + path
                    + "': no such file or folder; name a desired-state file, or a folder of them");
        continue;
      }
      Commands.Checked checked = terminal.commands().check(Path.of(path), among);
      files += checked.files();
      streams += checked.streams();
      problems += checked.problems().size();
      tell(checked);
    }
    if (problems > 0) {
      terminal.err().println(Count.of(problems, "problem"));
      return ExitStatus.BAD;
    }
    terminal.out().println(Count.of(files, "file") + ", " + Count.of(streams, "stream") + ": good");
    return ExitStatus.GOOD;
  }
}
