package dev.wildstream.ffmpeg;

import dev.wildstream.reconcile.Recipe;
import dev.wildstream.reconcile.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The part of a feeder's command line that differs where picture or sound is encoded: each is
 * encoded once, and goes to the fifo and to what measures its end alike ({@link TeeOutput}).
 *
 * <p>Picture and sound are filtered in graphs of their own: where one changes in the middle of a
 * file (a broadcast that goes over to six channels), FFmpeg begins its graph anew, and the other
 * must not begin anew with it.
 */
final class Transcoding {

  private final Step.StartFeeder step;
  private final SeekPoint seek;
  private final List<String> inputs = new ArrayList<>();
  private final List<String> outputs = new ArrayList<>();
  private int inputCount;

  private Transcoding(Step.StartFeeder step) {
    this.step = step;
    this.seek = SeekPoint.of(step);
  }

  /** The arguments after those of every feeder. */
  static List<String> of(RunFolder run, Step.StartFeeder step) {
    Transcoding made = new Transcoding(step);
    if (made.readsTheItem()) {
      made.input(made.itemFromItsCut());
    }
    switch (step.recipe().picture()) {
      case Recipe.Picture.Copied() -> made.copyPicture();
      case Recipe.Picture.Encoded picture -> made.encodePicture(picture);
    }
    switch (step.recipe().sound()) {
      case Recipe.Sound.Copied() -> made.copySound();
      case Recipe.Sound.Encoded sound -> made.encodeSound(sound);
      case Recipe.Sound.Silence silence -> made.addSilence(silence);
    }
    List<String> arguments = new ArrayList<>(made.inputs);
    arguments.addAll(made.outputs);
    arguments.addAll(TeeOutput.of(run, step.timeline().plus(made.seek.nudge())));
    return arguments;
  }

  /** A picture that stands still in silence is all there is to read. */
  private boolean readsTheItem() {
    return !(step.recipe().picture() instanceof Recipe.Picture.Encoded picture
        && !(picture.origin() instanceof Recipe.Origin.Moving)
        && step.silence().isPresent());
  }

  private List<String> itemFromItsCut() {
    List<String> item = new ArrayList<>();
    if (step.recipe().picture() instanceof Recipe.Picture.Copied) {
      // the sound is cut where the copy begins, and not where the nudge leads
      item.add("-noaccurate_seek");
    }
    item.addAll(FeederCommand.item(step, seek));
    return item;
  }

  /** Its number among the inputs. */
  private int input(List<String> options) {
    inputs.addAll(options);
    return inputCount++;
  }

  /** FFmpeg 5 would round its times to whole frames for a tee. */
  private void copyPicture() {
    outputs.addAll(List.of("-map", "0:V:0", "-c:v", "copy", "-copytb", "1"));
  }

  private void copySound() {
    outputs.addAll(List.of("-map", "0:a:0", "-c:a", "copy"));
    if (!step.from().isZero()) {
      // not from the keyframe before the cut, from which the picture is decoded
      outputs.addAll(List.of("-copypriorss:a", "0"));
    }
  }

  private void encodePicture(Recipe.Picture.Encoded picture) {
    String frames =
        switch (picture.origin()) {
          case Recipe.Origin.Moving() ->
              PictureGraph.moving(picture.encoding(), end(), picture.until());
          case Recipe.Origin.Still() -> still(picture, FeederCommand.RESTRICTIONS, step.path());
          case Recipe.Origin.Card(String path) -> still(picture, List.of(), path);
          case Recipe.Origin.Dark() ->
              PictureGraph.dark(picture.encoding(), lasting(picture.until()));
        };
    outputs.addAll(List.of("-filter_complex", frames, "-map", "[v]"));
    outputs.addAll(PictureGraph.encoder(picture.encoding()));
  }

  /** From an input of its own, read from its begin: a seek may go past the only picture. */
  private String still(Recipe.Picture.Encoded picture, List<String> restrictions, String path) {
    List<String> image = new ArrayList<>(restrictions);
    image.addAll(FeederCommand.file(path));
    return PictureGraph.still(input(image), picture.encoding(), lasting(picture.until()));
  }

  private PictureGraph.Lasting lasting(Optional<Duration> until) {
    if (until.isPresent()) {
      return new PictureGraph.Until(until.get(), pace());
    }
    return step.silence().isPresent()
        ? new PictureGraph.WithoutEnd(pace())
        : new PictureGraph.AsLongAsTheSound();
  }

  /** Of what is read as it is shown, the sound sets the pace; silence has none. */
  private PictureGraph.Pace pace() {
    return switch (step.input().manner()) {
      case AHEAD -> PictureGraph.Pace.AHEAD;
      case LIVE, LIVE_WITHOUT_END -> PictureGraph.Pace.AS_SHOWN;
    };
  }

  private void encodeSound(Recipe.Sound.Encoded sound) {
    String samples =
        SoundGraph.of(step.path(), sound.encoding(), seek.nudge().negated(), end(), sound.until());
    outputs.addAll(List.of("-filter_complex", samples, "-map", "[a]"));
    outputs.addAll(FeederCommand.encoder(sound.encoding()));
  }

  /** In the input's time. */
  private Optional<Duration> end() {
    return step.input()
        .to()
        .map(to -> to.minus(seek.at()).minus(seek.runUp()))
        .map(FeederCommand::atLeastOneFrame);
  }

  private void addSilence(Recipe.Sound.Silence silence) {
    int number = input(FeederCommand.silence(silence.encoding()));
    outputs.addAll(List.of("-map", number + ":a:0"));
    outputs.addAll(FeederCommand.encoder(silence.encoding()));
    outputs.add("-shortest");
  }
}
