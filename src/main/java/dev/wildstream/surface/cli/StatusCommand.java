package dev.wildstream.surface.cli;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "status",
    description = "Shows how the streams of the hub on this machine stand.",
    footer = {
      "",
      "Exit status: 0 all desired streams (of those named) on air or finished, 1 no hub runs,",
      "2 usage or a name that no stream has, 3 some are not on the air."
    })
final class StatusCommand implements Callable<Integer> {

  /** With these a stream needs nobody. */
  private static final Set<String> WELL = Set.of("on-air", "finished");

  private final Terminal terminal;

  @Parameters(paramLabel = "NAME", arity = "0..*", description = "Only these streams.")
  private List<String> names = List.of();

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Option(names = "--runtime", paramLabel = "DIR", description = Text.RUNTIME)
  private String runtime;

  StatusCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return switch (RunningHub.in(
        terminal.settings().runtimeToRead(runtime), terminal.clock(), terminal.alive())) {
      case RunningHub.None none -> {
        terminal.err().println(none.why());
        yield ExitStatus.BAD;
      }
      case RunningHub.Found found -> show(found.status());
    };
  }

  private int show(JsonNode status) {
    Set<String> known =
        status
            .path("streams")
            .valueStream()
            .map(s -> s.path("name").asString(""))
            .collect(Collectors.toCollection(TreeSet::new));
    for (String name : names) {
      if (!known.contains(name)) {
        terminal
            .err()
            .println(
                "'" + name + "': no stream of that name; there are: " + String.join(", ", known));
        return ExitStatus.USAGE;
      }
    }
    if (json) {
      terminal.out().println(chosen(status).toPrettyString());
    } else {
      table(status);
    }
    return well(status) ? ExitStatus.GOOD : ExitStatus.OFF_AIR;
  }

  private void table(JsonNode status) {
    int width = terminal.settings().columns();
    if (status.path("streams").isEmpty()) {
      terminal.out().println("no streams");
    } else {
      StatusTable.lines(status, names, width).forEach(terminal.out()::println);
      List<String> reasons = StatusTable.reasons(status, names);
      if (!reasons.isEmpty()) {
        terminal.out().println();
        reasons.forEach(terminal.out()::println);
      }
    }
    StatusBanner.lines(status).forEach(terminal.out()::println);
  }

  private JsonNode chosen(JsonNode status) {
    if (names.isEmpty() || !(status instanceof ObjectNode whole)) {
      return status;
    }
    ObjectNode part = whole.deepCopy();
    ArrayNode streams = part.putArray("streams");
    status
        .path("streams")
        .valueStream()
        .filter(s -> names.contains(s.path("name").asString("")))
        .forEach(streams::add);
    return part;
  }

  private boolean well(JsonNode status) {
    return status
        .path("streams")
        .valueStream()
        .filter(s -> names.isEmpty() || names.contains(s.path("name").asString("")))
        .filter(s -> s.path("desired").path("enabled").asBoolean(false))
        .allMatch(s -> WELL.contains(s.path("phase").asString("")));
  }
}
