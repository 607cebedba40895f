package dev.wildstream.surface.cli;

import dev.wildstream.desired.HostName;
import dev.wildstream.desired.Problem;
import dev.wildstream.desired.SpecKey;
import dev.wildstream.desired.StreamName;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.Phase;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
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
   * Looks up the playlists of some streams, probes their items, and says what would become of each.
   *
   * @param ffprobe the program; empty = it is looked for
   * @param roots folders outside of which nothing is played; empty list = no such limit
   * @param progress of the probes
   * @throws IllegalStateException where there is no ffprobe
   */
  List<MediaReport> media(
      List<StreamSpec> streams, Optional<Path> ffprobe, List<Path> roots, Progress progress)
      throws InterruptedException;

  /**
   * What taking a revision would do.
   *
   * @param state the state folder, which keeps the revision in force
   * @param host whose part of it is planned; empty = this machine's
   * @param hub the one that runs, looked at anew at each call; empty = none does
   * @throws IllegalStateException where what is in force cannot be found out
   */
  Planned plan(Source source, Path state, Optional<HostName> host, Supplier<Optional<InForce>> hub);

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
   * @param streams in them; none where there are problems
   * @param problems all of them; none = good
   */
  record Checked(int files, List<StreamSpec> streams, List<Problem> problems) {
    public Checked {
      streams = List.copyOf(streams);
      problems = List.copyOf(problems);
    }
  }

  /** Is told how far something is, from any thread. */
  interface Progress {
    void done(int done, int all);
  }

  /** What becomes of an item. */
  enum Fate {
    COPIED,
    TRANSCODED,
    SKIPPED;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One item of a list.
   *
   * @param item its file, with its cut
   * @param why one line for people; may be empty
   * @param mending the command, in its arguments, that makes a file of it which is copied; none =
   *     there is nothing to mend, or no way
   */
  record ItemReport(String item, Fate fate, String why, List<String> mending) {
    public ItemReport {
      mending = List.copyOf(mending);
    }
  }

  /**
   * What becomes of the items of a list.
   *
   * @param streams that play it in the same way
   * @param format that they are made to fit, for people
   */
  record MediaReport(List<StreamName> streams, String format, List<ItemReport> items) {
    public MediaReport {
      streams = List.copyOf(streams);
      items = List.copyOf(items);
    }
  }

  /** Where a revision is read from. */
  sealed interface Source {

    /** A file or a folder that exists. */
    record At(Path path) implements Source {}

    /** One file. */
    record StandardInput() implements Source {}
  }

  /**
   * What a hub that runs says of itself.
   *
   * @param revision digest of the one in force; empty = none is
   * @param config the file or folder it reads
   * @param phases by the names of its streams
   */
  record InForce(Optional<String> revision, Path config, Map<String, Phase> phases) {
    public InForce {
      phases = Map.copyOf(phases);
    }
  }

  /** What came of a plan. */
  sealed interface Planned {

    /** The revision would be refused. */
    record Invalid(List<Problem> problems) implements Planned {
      public Invalid {
        problems = List.copyOf(problems);
      }
    }

    /**
     * It would be taken.
     *
     * @param files of it
     * @param filesInForce of the one it is held against; 0 = there is none
     * @param streams in the order they are shown
     */
    record Valid(int files, int filesInForce, List<StreamPlan> streams) implements Planned {
      public Valid {
        streams = List.copyOf(streams);
      }
    }
  }

  /**
   * What becomes of one stream.
   *
   * @param before empty = it is new
   * @param after empty = it leaves
   * @param viewer what the viewer notices
   * @param costs of each key that changes, in their order
   */
  record StreamPlan(
      StreamName name,
      Optional<StreamSpec> before,
      Optional<StreamSpec> after,
      Action action,
      String viewer,
      SequencedMap<SpecKey, String> costs) {

    /** What is done. */
    public enum Action {
      START,
      CHANGE,
      STOP,
      UNCHANGED
    }
  }
}
