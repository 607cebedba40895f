package dev.wildstream.surface.cli;

import dev.wildstream.desired.StreamName;
import dev.wildstream.memory.Event;
import dev.wildstream.surface.EventJson;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "events",
    description = "Shows what happened, newest last.",
    footer = {"", "Exit status: 0, 1 the events cannot be read, 2 usage."})
final class EventsCommand implements Callable<Integer> {

  private static final long POLL_MILLIS = 500;

  private final Terminal terminal;

  @Parameters(paramLabel = "NAME", arity = "0..1", description = "Only of this stream.")
  private String name;

  @Option(names = "--follow", description = "Goes on until Ctrl-C.")
  private boolean follow;

  @Option(names = "--json", description = "Prints a line of JSON for each.")
  private boolean json;

  @Option(names = "--state", paramLabel = "DIR", description = Text.STATE)
  private String state;

  EventsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (name != null && !StreamName.isValid(name)) {
      throw new Settings.Wrong("'" + name + "': no stream can have that name (a-z 0-9 -)");
    }
    Path folder = terminal.settings().stateToRead(state);
    Supplier<List<Event>> events = terminal.commands().events(folder, Optional.ofNullable(name));
    List<Event> kept = events.get();
    print(kept);
    if (kept.isEmpty() && !json) {
      terminal
          .err()
          .println(
              "no events"
                  + (name == null ? "" : " of " + name)
                  + " in "
                  + folder
                  + "; --state names another folder");
    }
    if (follow) {
      goOn(events);
    }
    return ExitStatus.GOOD;
  }

  /** Ends with an interrupt, with an error, or when nobody reads any more. */
  private void goOn(Supplier<List<Event>> events) throws InterruptedException {
    ScheduledExecutorService poll =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("events").factory());
    try {
      poll.scheduleWithFixedDelay(
              () -> {
                print(events.get());
                if (terminal.out().checkError()) {
                  throw new NobodyReads();
                }
              },
              POLL_MILLIS,
              POLL_MILLIS,
              TimeUnit.MILLISECONDS)
          .get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case NobodyReads done -> {}
        case RuntimeException wrong -> throw wrong;
        case Throwable other -> throw new IllegalStateException(other);
      }
    } finally {
      poll.shutdownNow();
    }
  }

  private void print(List<Event> events) {
    for (Event event : events) {
      terminal.out().println(json ? EventJson.of(event).toString() : EventLine.of(event));
    }
    terminal.out().flush();
  }

  /** As with {@code events --follow | head}. */
  private static final class NobodyReads extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
