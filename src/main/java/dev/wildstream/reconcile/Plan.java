package dev.wildstream.reconcile;

import dev.wildstream.desired.Revision;
import dev.wildstream.desired.StreamName;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.memory.Phase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What taking a revision would do to each stream. Decided of the files alone, and of the phases
 * where a hub runs: no key is read and no media file is looked at.
 *
 * @param streams those of the revision in its order, then those that it no longer has, by name
 */
public record Plan(List<Change> streams) {

  public Plan {
    streams = List.copyOf(streams);
  }

  /** What becomes of a stream. */
  public enum Action {
    START,
    CHANGE,
    STOP,
    UNCHANGED
  }

  /**
   * What the revision does to one stream.
   *
   * @param before empty = it is new
   * @param after empty = it leaves the file
   * @param viewer what the viewer notices, and why; one line for people
   */
  public record Change(
      StreamName name,
      Optional<StreamSpec> before,
      Optional<StreamSpec> after,
      Action action,
      String viewer) {

    /** The edit of a stream that was there and stays; empty = it is new, or leaves. */
    public Optional<Edit> edit() {
      return before.flatMap(was -> after.map(is -> new Edit(was, is)));
    }
  }

  /** Phases of a stream that holds its target and key. */
  private static final Set<Phase> HOLDING = Set.of(Phase.ON_AIR, Phase.STARTING, Phase.STOPPING);

  /**
   * Holds a revision against the one in force.
   *
   * @param inForce empty = none is
   * @param phases of the streams of a hub that runs; none = no hub does
   */
  public static Plan of(
      Optional<Revision> inForce, Revision planned, Map<StreamName, Phase> phases) {
    Scene before =
        Scene.of(inForce.map(Revision::streams).orElse(List.of()), holders(inForce, phases));
    Map<String, StreamName> held = new HashMap<>();
    before.onAir().forEach((name, place) -> held.put(place, name));
    Scene after = Scene.of(planned.streams(), held);
    List<Change> changes = new ArrayList<>();
    planned.streams().forEach(spec -> changes.add(change(spec.name(), before, after, phases)));
    before.specs().keySet().stream()
        .filter(name -> !after.specs().containsKey(name))
        .sorted()
        .forEach(name -> changes.add(change(name, before, after, phases)));
    return new Plan(changes);
  }

  private static Map<String, StreamName> holders(
      Optional<Revision> inForce, Map<StreamName, Phase> phases) {
    Map<String, StreamName> held = new HashMap<>();
    inForce.stream()
        .flatMap(revision -> revision.streams().stream())
        .filter(spec -> HOLDING.contains(phases.getOrDefault(spec.name(), Phase.OFF)))
        .forEach(spec -> held.putIfAbsent(Edit.place(spec), spec.name()));
    return held;
  }

  /**
   * The streams of a revision, and which of them has each target and key: one at a time.
   *
   * @param onAir those that have it, with the place
   * @param blockedBy those that do not, with the one that does
   */
  private record Scene(
      Map<StreamName, StreamSpec> specs,
      Map<StreamName, String> onAir,
      Map<StreamName, StreamName> blockedBy) {

    /**
     * Who had a place keeps it; else the first in the file has it.
     *
     * @param held by whom each place was had before
     */
    static Scene of(List<StreamSpec> streams, Map<String, StreamName> held) {
      Map<StreamName, StreamSpec> specs = new LinkedHashMap<>();
      streams.forEach(spec -> specs.put(spec.name(), spec));
      Map<String, StreamName> owners = new HashMap<>();
      List<StreamSpec> enabled = streams.stream().filter(StreamSpec::enabled).toList();
      enabled.stream()
          .filter(spec -> spec.name().equals(held.get(Edit.place(spec))))
          .forEach(spec -> owners.put(Edit.place(spec), spec.name()));
      enabled.forEach(spec -> owners.putIfAbsent(Edit.place(spec), spec.name()));
      Map<StreamName, String> onAir = new TreeMap<>();
      Map<StreamName, StreamName> blockedBy = new TreeMap<>();
      for (StreamSpec spec : enabled) {
        StreamName owner = owners.get(Edit.place(spec));
        if (owner.equals(spec.name())) {
          onAir.put(spec.name(), Edit.place(spec));
        } else {
          blockedBy.put(spec.name(), owner);
        }
      }
      return new Scene(specs, onAir, blockedBy);
    }
  }

  private static Change change(
      StreamName name, Scene before, Scene after, Map<StreamName, Phase> phases) {
    Optional<StreamSpec> was = Optional.ofNullable(before.specs().get(name));
    Optional<StreamSpec> is = Optional.ofNullable(after.specs().get(name));
    boolean edited = !was.equals(is);
    boolean wasOn = before.onAir().containsKey(name);
    boolean isOn = after.onAir().containsKey(name);
    Optional<String> blocked =
        Optional.ofNullable(after.blockedBy().get(name))
            .map(by -> "blocked: same target and key as " + by);
    if (wasOn && isOn) {
      return edited
          ? edited(name, new Edit(was.orElseThrow(), is.orElseThrow()), phases)
          : new Change(name, was, is, Action.UNCHANGED, Cost.NOTHING.words());
    }
    if (isOn) {
      return new Change(
          name, was, is, Action.START, Cost.START.words() + takingOver(name, before, after));
    }
    if (wasOn) {
      String why = blocked.map(b -> ", " + b).orElse("");
      return new Change(name, was, is, Action.STOP, Cost.STOP.words() + why);
    }
    return new Change(
        name,
        was,
        is,
        edited ? Action.CHANGE : Action.UNCHANGED,
        "nothing, it is not on the air" + blocked.map(b -> "; " + b).orElse(""));
  }

  /** A renamed stream is one removed and one added; the one waits for the other. */
  private static String takingOver(StreamName name, Scene before, Scene after) {
    String place = after.onAir().get(name);
    return before.onAir().entrySet().stream()
        .filter(other -> other.getValue().equals(place))
        .filter(other -> !place.equals(after.onAir().get(other.getKey())))
        .findFirst()
        .map(other -> " where " + other.getKey() + " was, once that is down")
        .orElse("");
  }

  /** One that is to be on the air before and after; whether it is, a hub that runs knows. */
  private static Change edited(StreamName name, Edit edit, Map<StreamName, Phase> phases) {
    Phase phase = phases.getOrDefault(name, Phase.ON_AIR);
    Action action = Action.CHANGE;
    String viewer =
        switch (phase) {
          case ON_AIR, STARTING, STOPPING, OFF -> edit.cost().words();
          case BLOCKED -> "nothing as long as it is blocked";
          case RETRYING -> "nothing, it is off the air (retrying); tried again at once";
          case FAILED -> Cost.START.words() + ", if it can: it had failed, and is tried again";
          case FINISHED ->
              edit.beginsAnew()
                  ? Cost.START.words() + ", anew: its laps were played"
                  : "nothing, its laps are played";
        };
    if (phase == Phase.FAILED || phase == Phase.FINISHED && edit.beginsAnew()) {
      action = Action.START;
    }
    return new Change(name, Optional.of(edit.before()), Optional.of(edit.after()), action, viewer);
  }
}
