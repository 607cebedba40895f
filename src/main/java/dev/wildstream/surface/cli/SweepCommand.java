package dev.wildstream.surface.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "sweep",
    description = {
      "Ends the FFmpeg processes that a killed hub, or one that handed over, left on the air.",
      "Only where no hub runs: the next hub goes on with them, so sweep only if there is to be none."
    },
    footer = {"", "Exit status: 0, 1 a hub runs or something could not be ended, 2 usage."})
final class SweepCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Option(names = "--runtime", paramLabel = "DIR", description = Text.RUNTIME)
  private String runtime;

  SweepCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Commands.Swept swept =
        terminal.commands().sweep(terminal.settings().runtimeToRead(runtime).toAbsolutePath());
    swept.ended().forEach(each -> terminal.out().println("ended " + each));
    swept.left().forEach(each -> terminal.err().println("cannot end " + each + "; try as root"));
    if (swept.ended().isEmpty() && swept.left().isEmpty()) {
      terminal.out().println("nothing to end");
    }
    return swept.left().isEmpty() ? ExitStatus.GOOD : ExitStatus.BAD;
  }
}
