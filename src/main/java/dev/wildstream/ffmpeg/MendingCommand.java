package dev.wildstream.ffmpeg;

import dev.wildstream.desired.MediaPolicy;
import dev.wildstream.memory.Format;
import dev.wildstream.memory.ItemIdentity;
import dev.wildstream.observed.MediaFacts;
import dev.wildstream.playout.Fitness;
import dev.wildstream.reconcile.Recipe;
import dev.wildstream.reconcile.Recipes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command line that makes of a file another one, which a channel copies: what a feeder would
 * make of it at every lap, made once. The whole file, whatever cut of it is played.
 */
public final class MendingCommand {

  private static final String ENDING = ".fits.mp4";

  private final String path;
  private final List<String> inputs = new ArrayList<>();
  private final List<String> outputs = new ArrayList<>();
  private int inputCount;

  private MendingCommand(String path) {
    this.path = path;
  }

  /**
   * The arguments, the program first.
   *
   * @param policy by which the rest of the channel is copied
   * @return empty where the whole file is copied as it is, or cannot be read
   */
  public static Optional<List<String>> of(
      String ffmpeg, String path, MediaFacts facts, Format format, MediaPolicy policy) {
    MediaPolicy mending = encodingWhatDoesNotFit(policy);
    return switch (Fitness.of(facts, Optional.empty(), Optional.of(format), mending)) {
      case Fitness.Unfit unfit -> Optional.empty();
      case Fitness.Fits fits when fits.why().isEmpty() -> Optional.empty();
      case Fitness.Fits fits -> {
        ItemIdentity whole = new ItemIdentity(path, Duration.ZERO, Optional.empty(), 0);
        Recipe recipe =
            Recipes.of(
                    fits,
                    whole,
                    Duration.ZERO,
                    format,
                    mending,
                    Optional.of(new Recipe.Origin.Dark()))
                .orElseThrow();
        yield Optional.of(new MendingCommand(path).arguments(ffmpeg, recipe));
      }
    };
  }

  /** Where it writes to: beside the file, never over it. */
  public static String written(String path) {
    Path file = Path.of(path);
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return file.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ENDING).toString();
  }

  private static MediaPolicy encodingWhatDoesNotFit(MediaPolicy policy) {
    return new MediaPolicy(
        MediaPolicy.Mode.AUTO, policy.video(), policy.audio(), policy.copyKeyframeMax());
  }

  private List<String> arguments(String ffmpeg, Recipe recipe) {
    input(FeederCommand.file(path));
    switch (recipe.picture()) {
      case Recipe.Picture.Copied() -> outputs.addAll(List.of("-map", "0:V:0", "-c:v", "copy"));
      case Recipe.Picture.Encoded picture -> encode(picture, recipe.sound());
    }
    switch (recipe.sound()) {
      case Recipe.Sound.Copied() -> outputs.addAll(List.of("-map", "0:a:0", "-c:a", "copy"));
      case Recipe.Sound.Encoded(var encoding, var until) -> {
        String samples = SoundGraph.of(path, encoding, Duration.ZERO, Optional.empty(), until);
        outputs.addAll(List.of("-filter_complex", samples, "-map", "[a]"));
        outputs.addAll(FeederCommand.encoder(encoding));
      }
      case Recipe.Sound.Silence silence -> {} // it is added when it is copied
    }
    List<String> command = new ArrayList<>(List.of(ffmpeg, "-hide_banner", "-n"));
    command.addAll(inputs);
    command.addAll(outputs);
    command.addAll(List.of("-map_chapters", "-1", "-movflags", "+faststart", "-f", "mp4"));
    command.add("file:" + written(path));
    return List.copyOf(command);
  }

  /** Its number. */
  private int input(List<String> options) {
    inputs.addAll(options);
    return inputCount++;
  }

  private void encode(Recipe.Picture.Encoded picture, Recipe.Sound sound) {
    PictureGraph.Lasting lasting =
        picture
            .until()
            .<PictureGraph.Lasting>map(
                until -> new PictureGraph.Until(until, PictureGraph.Pace.AHEAD))
            .orElseGet(() ->
                sound instanceof Recipe.Sound.Silence
                    ? new PictureGraph.Until(Recipes.STILL, PictureGraph.Pace.AHEAD)
                    : new PictureGraph.AsLongAsTheSound());
    String frames =
        switch (picture.origin()) {
          case Recipe.Origin.Moving() ->
              PictureGraph.moving(picture.encoding(), Optional.empty(), picture.until());
          case Recipe.Origin.Still() ->
              PictureGraph.still(input(FeederCommand.file(path)), picture.encoding(), lasting);
          case Recipe.Origin.Card(String card) ->
              PictureGraph.still(input(FeederCommand.file(card)), picture.encoding(), lasting);
          case Recipe.Origin.Dark() -> PictureGraph.dark(picture.encoding(), lasting);
        };
    outputs.addAll(List.of("-filter_complex", frames, "-map", "[v]"));
    outputs.addAll(PictureGraph.encoder(picture.encoding()));
  }
}
