package dev.wildstream.surface.cli;

import dev.wildstream.loop.Clock;
import dev.wildstream.surface.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code wild-stream-hub COMMAND}: from arguments to an exit status. */
public final class CommandLineSurface {

  private static final String NAME = "wild-stream-hub";

  /** In the order that help shows. */
  private static final List<String> COMMANDS =
      List.of("run", "check", "plan", "status", "events", "schema", "sweep", "demo");

  private final Terminal terminal;

  /**
   * For this process.
   *
   * @param environment the process's
   */
  public CommandLineSurface(
      Commands commands,
      Clock clock,
      Map<String, String> environment,
      PrintWriter out,
      PrintWriter err) {
    this(
        commands,
        clock,
        new Settings(environment, isRoot()),
        pid -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent(),
        out,
        err,
        Ink.of(environment, Ink.Stream.OUT),
        Ink.of(environment, Ink.Stream.ERR),
        ProgressBar.of(Ink.Stream.ERR));
  }

  CommandLineSurface(
      Commands commands,
      Clock clock,
      Settings settings,
      LongPredicate alive,
      PrintWriter out,
      PrintWriter err,
      Ink outInk,
      Ink errInk,
      ProgressBar.Seen progress) {
    this.terminal =
        new Terminal(commands, clock, settings, alive, out, err, outInk, errInk, progress);
  }

  @Command(
      name = NAME,
      description = "Keeps 24/7 video channels on the air, as one YAML file says.",
      synopsisSubcommandLabel = "COMMAND",
      footer = {"", NAME + " COMMAND --help says more of each."})
  private static final class Root implements Runnable {
    @Override
    public void run() {
      throw new Settings.Wrong("no command");
    }
  }

  /** Carries out a command; the exit status. Throws nothing. */
  public int execute(String... arguments) {
    CommandLine line = new CommandLine(new Root());
    // the one that is asked for alone, where it is one: a hub that starts again is waited for
    Optional<Object> asked = Stream.of(arguments).findFirst().flatMap(this::command);
    asked.map(List::of).orElseGet(this::commands).forEach(line::addSubcommand);
    withHelp(line.getCommandSpec());
    line.getCommandSpec()
        .version(NAME + " " + Version.hub() + " (java " + Version.java() + ")")
        .addOption(
            CommandLine.Model.OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .type(boolean.class)
                .description("Prints the version.")
                .build());
    line.setExpandAtFiles(false);
    line.setUsageHelpAutoWidth(false);
    line.setUsageHelpWidth(100);
    line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    line.setOut(terminal.out());
    line.setErr(terminal.err());
    line.setParameterExceptionHandler((wrong, args) -> usage(wrong));
    line.setExecutionExceptionHandler(this::failed);
    int status = line.execute(arguments);
    terminal.out().flush();
    terminal.err().flush();
    return status;
  }

  private List<Object> commands() {
    return COMMANDS.stream().flatMap(name -> command(name).stream()).toList();
  }

  private Optional<Object> command(String name) {
    return switch (name) {
      case "run" -> Optional.of(new RunCommand(terminal));
      case "check" -> Optional.of(new CheckCommand(terminal));
      case "plan" -> Optional.of(new PlanCommand(terminal));
      case "status" -> Optional.of(new StatusCommand(terminal));
      case "events" -> Optional.of(new EventsCommand(terminal));
      case "schema" -> Optional.of(new SchemaCommand(terminal));
      case "sweep" -> Optional.of(new SweepCommand(terminal));
      case "demo" -> Optional.of(new DemoCommand(terminal));
      default -> Optional.empty();
    };
  }

  private static void withHelp(CommandLine.Model.CommandSpec spec) {
    spec.addOption(
        CommandLine.Model.OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .type(boolean.class)
            .description("Prints this.")
            .build());
    spec.subcommands().values().forEach(sub -> withHelp(sub.getCommandSpec()));
  }

  private int usage(ParameterException wrong) {
    String message = wrong.getMessage().lines().findFirst().orElse("");
    if (wrong instanceof UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().getFirst();
      message = "'" + first + "': no such " + (first.startsWith("-") ? "option" : "command");
      if (wrong.getCommandLine().getParent() != null && !first.startsWith("-")) {
        message = "'" + first + "': one argument too many";
      }
      if (!unmatched.getSuggestions().isEmpty()) {
        message += "; did you mean '" + unmatched.getSuggestions().getFirst() + "'?";
      }
    }
    return usage(wrong.getCommandLine(), message);
  }

  private int usage(CommandLine command, String message) {
    terminal.err().println(NAME + ": " + message);
    terminal.err().println("try: " + command.getCommandSpec().qualifiedName() + " --help");
    return ExitStatus.USAGE;
  }

  private int failed(Exception e, CommandLine command, ParseResult parsed) {
    if (e instanceof Settings.Wrong) {
      return usage(command, e.getMessage());
    }
    String message = Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
    terminal.err().println(NAME + ": " + message.lines().findFirst().orElse(""));
    if (debugging(command)) {
      e.printStackTrace(terminal.err());
    }
    return ExitStatus.BAD;
  }

  private boolean debugging(CommandLine command) {
    try {
      String option = command.getCommand() instanceof RunCommand run ? run.logLevel : null;
      return terminal.settings().logLevel(option) == LogLevel.DEBUG;
    } catch (Settings.Wrong e) {
      return false;
    }
  }

  private static boolean isRoot() {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return "root".equals(System.getProperty("user.name"));
    }
  }
}
