package dev.wildstream.playout;

import dev.wildstream.desired.Playlist;
import dev.wildstream.memory.ItemIdentity;
import dev.wildstream.memory.Position;
import dev.wildstream.observed.Listing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The way through a playlist: which item comes after which, over edits of the list and over laps.
 * Made anew for each decision; it only keeps the laps it has put in order.
 */
public final class Walk {

  /**
   * How many items before the present one are remembered, so that the way is found again after an
   * edit.
   */
  public static final int BEFORE = 50;

  private final Playlist playlist;
  private final Listing listing;
  private final long seed;
  private final Map<Integer, Program> laps = new HashMap<>();

  /**
   * A walk.
   *
   * @param seed of the shuffled order
   */
  public Walk(Playlist playlist, Listing listing, long seed) {
    this.playlist = playlist;
    this.listing = listing;
    this.seed = seed;
  }

  /** A lap's order. */
  public Program program(int lap) {
    return laps.computeIfAbsent(lap, number -> Program.of(listing, playlist.order(), seed, number));
  }

  /** The order of the list itself, whatever order a lap has. */
  Program listed() {
    return Program.of(listing, Playlist.Order.LISTED, seed, 0);
  }

  /** How many items the list has. */
  public int size() {
    return listing.items().size();
  }

  /** The first item of the first lap; empty = the list is empty. */
  public Optional<Position> first() {
    return at(program(0), 0);
  }

  /**
   * Where to go on at {@code position}: there, where the item still is in the list; else at the
   * item that follows its nearest surviving predecessor; else at the begin of the lap.
   *
   * @param before the items before it, nearest first
   */
  public Optional<Position> resume(Position position, List<ItemIdentity> before) {
    Program program = program(position.lap());
    OptionalInt here = program.indexOf(position.item());
    if (here.isPresent()) {
      int times = program.items().get(here.getAsInt()).times();
      return Optional.of(
          position.repetition() < times
              ? position
              : new Position(position.item(), 0, Duration.ZERO, position.lap()));
    }
    return after(program, before, position.lap());
  }

  /**
   * What follows the nearest of {@code before} that is in the list; the lap's begin where none is.
   */
  public Optional<Position> following(List<ItemIdentity> before, int lap) {
    return after(program(lap), before, lap);
  }

  /**
   * What follows {@code position}: its next repetition, the next item, or the first of the next
   * lap; empty = the laps are played, or the list is empty.
   *
   * @param before the items before it, nearest first
   */
  public Optional<Position> next(Position position, List<ItemIdentity> before) {
    Program program = program(position.lap());
    OptionalInt here = program.indexOf(position.item());
    if (here.isEmpty()) {
      return after(program, before, position.lap());
    }
    int times = program.items().get(here.getAsInt()).times();
    if (position.repetition() + 1 < times) {
      return Optional.of(
          new Position(position.item(), position.repetition() + 1, Duration.ZERO, position.lap()));
    }
    return from(program, here.getAsInt() + 1, position.lap());
  }

  /** The first repetition of the item that follows, whatever repetitions are left of this one. */
  public Optional<Position> skip(Position position, List<ItemIdentity> before) {
    Program program = program(position.lap());
    OptionalInt here = program.indexOf(position.item());
    return here.isEmpty()
        ? after(program, before, position.lap())
        : from(program, here.getAsInt() + 1, position.lap());
  }

  /**
   * The items before {@code position} in the order of its lap, nearest first, at most {@link
   * #BEFORE}.
   */
  public List<ItemIdentity> before(Position position) {
    Program program = program(position.lap());
    OptionalInt here = program.indexOf(position.item());
    List<ItemIdentity> before = new ArrayList<>();
    for (int i = here.orElse(0) - 1; i >= 0 && before.size() < BEFORE; i--) {
      before.add(program.items().get(i).identity());
    }
    return before;
  }

  private Optional<Position> after(Program program, List<ItemIdentity> before, int lap) {
    for (ItemIdentity predecessor : before) {
      OptionalInt there = program.indexOf(predecessor);
      if (there.isPresent()) {
        return from(program, there.getAsInt() + 1, lap);
      }
    }
    return from(program, 0, lap);
  }

  private Optional<Position> from(Program program, int index, int lap) {
    if (index < program.items().size()) {
      return at(program, index);
    }
    return switch (playlist.laps()) {
      case Playlist.Laps.Forever() -> at(program(lap + 1), 0);
      case Playlist.Laps.Count(int count) ->
          lap + 1 < count ? at(program(lap + 1), 0) : Optional.empty();
    };
  }

  private static Optional<Position> at(Program program, int index) {
    return index < program.items().size()
        ? Optional.of(
            new Position(program.items().get(index).identity(), 0, Duration.ZERO, program.lap()))
        : Optional.empty();
  }
}
