package dev.wildstream.reconcile;

import java.time.Duration;
import java.util.Optional;

/** Feeders as tests ask for them. */
public final class Feeders {

  private Feeders() {}

  /** A copy of an item, from its begin. */
  public static Step.StartFeeder copy(
      long session,
      long number,
      String path,
      Duration timeline,
      Optional<Recipe.Sound.Silence> silence,
      long bitrate) {
    Step.Input whole = new Step.Input(path, Duration.ZERO, Optional.empty(), Step.Manner.AHEAD);
    return of(session, number, whole, timeline, silence, bitrate);
  }

  /** A copy of a part of an item. */
  public static Step.StartFeeder of(
      long session,
      long number,
      Step.Input input,
      Duration timeline,
      Optional<Recipe.Sound.Silence> silence,
      long bitrate) {
    Recipe.Sound sound =
        silence.<Recipe.Sound>map(added -> added).orElseGet(Recipe.Sound.Copied::new);
    Recipe recipe = new Recipe(new Recipe.Picture.Copied(), sound);
    return new Step.StartFeeder(session, number, input, timeline, recipe, bitrate, "test");
  }
}
