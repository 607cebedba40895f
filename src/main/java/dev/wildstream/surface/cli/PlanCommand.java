package dev.wildstream.surface.cli;

import dev.wildstream.memory.Phase;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "plan",
    description = {
      "Shows what taking a revision would do to the streams, and what each change costs the viewer.",
      "Compares it with the revision that the hub on this machine has in force; where none runs,"
          + " with the one that was in force last. Changes nothing, and reads no key and no media"
          + " file.",
      "Relative paths are taken as if the files lay where those in force lie, so a checkout"
          + " anywhere can be planned."
    },
    footer = {
      "",
      "Exit status: 0 the revision is valid (3 with --exit-code, if it changes anything),",
      "1 it is not, or nothing can be compared, 2 usage."
    })
final class PlanCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Parameters(
      paramLabel = "PATH",
      arity = "0..1",
      description =
          "A file, a folder of *.yaml and *.yml, or - for standard input (default:"
              + " $WILDSTREAM_CONFIG, else what the running hub reads, else"
              + " /etc/wild-stream-hub).")
  private String path;

  @Option(names = "--exit-code", description = "Exit status 3 if anything would change.")
  private boolean exitCode;

  @Option(names = "--state", paramLabel = "DIR", description = Text.STATE)
  private String state;

  @Option(names = "--runtime", paramLabel = "DIR", description = Text.RUNTIME)
  private String runtime;

  @Option(
      names = "--host-name",
      paramLabel = "NAME",
      description = "Whose streams are planned, where they have hosts (default: this machine's).")
  private String hostName;

  PlanCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Path folder = terminal.settings().runtimeToRead(runtime);
    RunningHub hub = RunningHub.in(folder, terminal.clock(), terminal.alive());
    Optional<Commands.Source> source = source(hub);
    if (source.isEmpty()) {
      return ExitStatus.BAD;
    }
    Commands.Planned planned =
        terminal
            .commands()
            .plan(
                source.get(),
                terminal.settings().stateToRead(state),
                terminal.settings().hostName(hostName),
                () -> seen(RunningHub.in(folder, terminal.clock(), terminal.alive())));
    return switch (planned) {
      case Commands.Planned.Invalid(var problems) -> {
        problems.stream()
            .flatMap(problem -> ProblemText.lines(problem, terminal.errInk()).stream())
            .forEach(terminal.err()::println);
        terminal.err().println(Count.of(problems.size(), "problem"));
        yield ExitStatus.BAD;
      }
      case Commands.Planned.Valid valid -> show(valid, hub);
    };
  }

  private Optional<Commands.Source> source(RunningHub hub) {
    String given = Optional.ofNullable(path).orElseGet(() -> configured(hub));
    if (given.equals("-")) {
      return Optional.of(new Commands.Source.StandardInput());
    }
    try {
      if (!given.isEmpty() && Files.exists(Path.of(given))) {
        return Optional.of(new Commands.Source.At(Path.of(given)));
      }
    } catch (InvalidPathException odd) {
      // no such file, then
    }
    terminal
        .err()
        .println(
            "'"
                + Columns.plain(given)
                + "': no such file or folder; name a desired-state file, or a folder of them");
    return Optional.empty();
  }

  private String configured(RunningHub hub) {
    Optional<String> ofHub =
        switch (hub) {
          case RunningHub.Found(JsonNode status) ->
              Optional.of(status.path("configuration").path("path").asString(""))
                  .filter(text -> !text.isEmpty());
          case RunningHub.None none -> Optional.empty();
        };
    return terminal
        .settings()
        .path("--config", null)
        .map(Path::toString)
        .or(() -> ofHub)
        .orElseGet(() -> terminal.settings().config(null).toString());
  }

  private static Optional<Commands.InForce> seen(RunningHub hub) {
    return switch (hub) {
      case RunningHub.None none -> Optional.empty();
      case RunningHub.Found(JsonNode status) -> {
        JsonNode configuration = status.path("configuration");
        Map<String, Phase> phases = new TreeMap<>();
        for (JsonNode stream : status.path("streams")) {
          Stream.of(Phase.values())
              .filter(phase -> phase.text().equals(stream.path("phase").asString("")))
              .forEach(phase -> phases.put(stream.path("name").asString(""), phase));
        }
        yield Optional.of(
            new Commands.InForce(
                Optional.of(configuration.path("digest").asString(""))
                    .filter(digest -> !digest.isEmpty()),
                Path.of(configuration.path("path").asString("")),
                phases));
      }
    };
  }

  private int show(Commands.Planned.Valid planned, RunningHub hub) {
    terminal.out().println(against(planned, hub));
    if (planned.files() == 1 && planned.filesInForce() > 1) {
      terminal
          .out()
          .println(
              "one file against "
                  + planned.filesInForce()
                  + " in force: a revision is all files together, so what is not in this one goes;"
                  + " name the folder to plan all");
    }
    terminal.out().println();
    PlanText.lines(planned.streams(), terminal.outInk()).forEach(terminal.out()::println);
    boolean changes =
        planned.streams().stream()
            .anyMatch(stream -> stream.action() != Commands.StreamPlan.Action.UNCHANGED);
    return changes && exitCode ? ExitStatus.CHANGES : ExitStatus.GOOD;
  }

  private String against(Commands.Planned.Valid planned, RunningHub hub) {
    boolean nothing = planned.filesInForce() == 0;
    return switch (hub) {
      case RunningHub.None none ->
          none.why()
              + "\n"
              + (nothing
                  ? "no revision was in force before: all is new"
                  : "compared with the revision that was in force last");
      case RunningHub.Found(JsonNode status) -> {
        if (nothing) {
          yield "the hub has no revision in force yet: all is new";
        }
        JsonNode configuration = status.path("configuration");
        String revision = configuration.path("revision").asString("");
        Instant at = StatusTable.instant(status.path("at"), Instant.EPOCH);
        String refused =
            configuration.path("refusedSince").isString()
                ? "\nits files are refused for "
                    + Spans.text(
                        java.time.Duration.between(
                            StatusTable.instant(configuration.path("refusedSince"), at), at))
                    + ": this is the last good revision"
                : "";
        yield "compared with what the hub has in force (revision " + revision + ")" + refused;
      }
    };
  }
}
