package dev.wildstream.surface.cli;

import dev.wildstream.loop.Clock;
import dev.wildstream.surface.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code wild-stream-hub COMMAND}: from arguments to an exit status. */
public final class CommandLineSurface {

  private static final String NAME = "wild-stream-hub";

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
        err);
  }

  CommandLineSurface(
      Commands commands,
      Clock clock,
      Settings settings,
      LongPredicate alive,
      PrintWriter out,
      PrintWriter err) {
    this.terminal = new Terminal(commands, clock, settings, alive, out, err);
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
    line.addSubcommand(new RunCommand(terminal));
    line.addSubcommand(new CheckCommand(terminal));
    line.addSubcommand(new StatusCommand(terminal));
    line.addSubcommand(new EventsCommand(terminal));
    line.addSubcommand(new SchemaCommand(terminal));
    line.addSubcommand(new SweepCommand(terminal));
    line.addSubcommand(new DemoCommand(terminal));
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
