package dev.wildstream;

import dev.wildstream.desired.Problem;
import dev.wildstream.desired.Reading;
import dev.wildstream.desired.Revision;
import dev.wildstream.desired.SourceFile;
import dev.wildstream.desired.SpecKey;
import dev.wildstream.desired.StreamName;
import dev.wildstream.memory.Phase;
import dev.wildstream.memory.json.KeptFiles;
import dev.wildstream.reconcile.Plan;
import dev.wildstream.surface.cli.Commands;
import dev.wildstream.watch.ConfigurationFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** The {@code plan} command: finds what is in force, and holds a revision against it. */
final class Planning {

  /**
   * An edit is in force, then in the state folder, then in the status, one after the other: within
   * half a second where the disk is well.
   */
  private static final int LOOKS = 20;

  /** Between two looks. */
  static final Duration BETWEEN = Duration.ofMillis(100);

  private final Path state;
  private final Function<List<SourceFile>, Reading> reader;
  private final Runnable pause;

  /**
   * Reads nothing yet.
   *
   * @param reader as the hub reads its files
   * @param pause waits for {@link #BETWEEN}
   */
  Planning(Path state, Function<List<SourceFile>, Reading> reader, Runnable pause) {
    this.state = state;
    this.reader = reader;
    this.pause = pause;
  }

  /** A revision with its files; empty list of files = there is none. */
  private record Base(List<SourceFile> files, Optional<Revision> revision) {
    static final Base NONE = new Base(List.of(), Optional.empty());
  }

  /**
   * The plan.
   *
   * @param files of the revision, as they lie
   * @throws IllegalStateException where what is in force cannot be found out
   */
  Commands.Planned of(List<SourceFile> files, Supplier<Optional<Commands.InForce>> hub) {
    if (reader.apply(files) instanceof Reading.Refused refused) {
      return new Commands.Planned.Invalid(refused.problems());
    }
    Optional<Commands.InForce> running = hub.get();
    Optional<Base> found = base(running);
    for (int looks = 1; found.isEmpty() && looks < LOOKS; looks++) {
      pause.run();
      running = hub.get();
      found = base(running);
    }
    if (found.isEmpty()) {
      throw new IllegalStateException(
          "the revision that the hub has in force is neither kept in "
              + state
              + " nor in its files; name its state folder with --state");
    }
    Base base = found.get();
    List<SourceFile> moved = files.stream().map(file -> asIfThere(file, base)).toList();
    Map<StreamName, Phase> phases = new TreeMap<>();
    running.ifPresent(
        seen -> seen.phases().forEach((name, phase) -> phases.put(new StreamName(name), phase)));
    return switch (reader.apply(moved)) {
      case Reading.Refused(String digest, List<Problem> problems) ->
          new Commands.Planned.Invalid(problems);
      case Reading.Accepted(Revision revision) ->
          new Commands.Planned.Valid(
              files.size(),
              base.files().size(),
              Plan.of(base.revision(), revision, phases).streams().stream()
                  .map(Planning::shown)
                  .toList());
    };
  }

  /** What is in force, or was last; empty = a hub has something else in force than is found. */
  private Optional<Base> base(Optional<Commands.InForce> running) {
    if (running.isPresent() && running.get().revision().isEmpty()) {
      return Optional.of(Base.NONE);
    }
    Optional<String> wanted = running.flatMap(Commands.InForce::revision);
    List<SourceFile> kept = kept(wanted);
    if (kept.isEmpty() && wanted.isEmpty()) {
      return Optional.of(Base.NONE);
    }
    Optional<Base> found = accepted(kept, wanted);
    if (found.isPresent() || wanted.isEmpty()) {
      return Optional.of(
          found.orElseThrow(() ->
              new IllegalStateException(
                  "the revision kept in " + state + " is refused by this version")));
    }
    return switch (new ConfigurationFiles(running.orElseThrow().config()).read()) {
      case ConfigurationFiles.Content.Files(var files) -> accepted(files, wanted);
      case ConfigurationFiles.Content.Unreadable unreadable -> Optional.empty();
    };
  }

  private List<SourceFile> kept(Optional<String> wanted) {
    try {
      return KeptFiles.in(state);
    } catch (IOException e) {
      if (wanted.isPresent()) {
        return List.of(); // then it is looked for in the hub's own files
      }
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private Optional<Base> accepted(List<SourceFile> files, Optional<String> wanted) {
    return !files.isEmpty()
            && reader.apply(files) instanceof Reading.Accepted(Revision revision)
            && wanted.map(revision.digest()::equals).orElse(true)
        ? Optional.of(new Base(files, Optional.of(revision)))
        : Optional.empty();
  }

  /**
   * The file as it would be read where those in force lie, by which relative paths are the same in
   * a checkout elsewhere. Messages name it as it was named.
   */
  private static SourceFile asIfThere(SourceFile file, Base base) {
    return base.files().stream()
        .findFirst()
        .map(there ->
            new SourceFile(
                file.name(),
                there.path().resolveSibling(file.path().getFileName()),
                file.content()))
        .orElse(file);
  }

  private static Commands.StreamPlan shown(Plan.Change change) {
    SequencedMap<SpecKey, String> costs = new LinkedHashMap<>();
    change
        .edit()
        .ifPresent(edit -> edit.keys().forEach(key -> costs.put(key, edit.cost(key).words())));
    Commands.StreamPlan.Action action =
        switch (change.action()) {
          case START -> Commands.StreamPlan.Action.START;
          case CHANGE -> Commands.StreamPlan.Action.CHANGE;
          case STOP -> Commands.StreamPlan.Action.STOP;
          case UNCHANGED -> Commands.StreamPlan.Action.UNCHANGED;
        };
    return new Commands.StreamPlan(
        change.name(), change.before(), change.after(), action, change.viewer(), costs);
  }
}
