package dev.wildstream.surface.cli;

import dev.wildstream.desired.HostName;
import dev.wildstream.desired.Problem;
import dev.wildstream.memory.Event;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the commands do. An exception's message reaches the user as one line, so it says what is
 * wrong and what to do.
 */
public interface Commands {

  /**
   * The hub, in the foreground.
   *
   * @return 0 stopped as asked · 1 could not run
   */
  int run(RunOptions options);

  /**
   * Reads a revision and touches nothing else.
   *
   * @param path a file or a folder that exists
   * @param hosts of which exactly one must run each stream; empty = it is not asked
   */
  Checked check(Path path, List<HostName> hosts);

  /**
   * Reads a revision of one file from standard input; relative paths count from the current folder.
   *
   * @param hosts as above
   */
  Checked checkInput(List<HostName> hosts);

  /**
   * What happened.
   *
   * @param state the state folder
   * @param stream only of this stream; empty = all
   * @return asked once, it gives all that is kept; asked again, what came since; oldest first
   */
  Supplier<List<Event>> events(Path state, Optional<String> stream);

  /** The JSON Schema of the desired-state file. */
  String schema();

  /**
   * A local receiver and a sample channel, until Ctrl-C.
   *
   * @return 0 stopped as asked · 1 could not run
   */
  int demo(DemoOptions options);

  /**
   * Ends the FFmpeg processes that a hub left behind.
   *
   * @throws IllegalStateException where a hub runs
   */
  Swept sweep(Path runtime);

  /**
   * What came of a sweep, a few words for each process.
   *
   * @param ended that are gone now
   * @param left that could not be ended
   */
  record Swept(List<String> ended, List<String> left) {
    public Swept {
      ended = List.copyOf(ended);
      left = List.copyOf(left);
    }
  }

  /**
   * What came of a check.
   *
   * @param files that were read
   * @param streams in them; 0 where there are problems
   * @param problems all of them; none = good
   */
  record Checked(int files, int streams, List<Problem> problems) {
    public Checked {
      problems = List.copyOf(problems);
    }
  }
}
