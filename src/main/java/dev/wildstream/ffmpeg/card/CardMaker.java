package dev.wildstream.ffmpeg.card;

import dev.wildstream.desired.StreamName;
import dev.wildstream.ffmpeg.LogLine;
import dev.wildstream.ffmpeg.Redactor;
import dev.wildstream.ffmpeg.RunFolder;
import dev.wildstream.ffmpeg.Spawner;
import dev.wildstream.ffmpeg.ToolSearch;
import dev.wildstream.loop.Clock;
import dev.wildstream.loop.Wake;
import dev.wildstream.media.FrameSize;
import dev.wildstream.observed.CardView;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the test cards of all streams, one at a time, since one costs a core for a second. A card
 * lies in its stream's run folder, where the next hub finds it.
 */
public final class CardMaker implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CardMaker.class);

  /** After a failure: FFmpeg may be installed, or room be made, meanwhile. */
  private static final Duration AGAIN = Duration.ofSeconds(30);

  /** Whether its files are still there is looked at so often. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  /** Many times what the largest picture takes on a small machine that has other things to do. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** 7680 by 4320: more than a platform takes; four bytes each are 130 MB. */
  private static final long MOST_PIXELS = 7_680L * 4_320;

  private final Path runtime;
  private final ToolSearch tools;
  private final Clock clock;
  private final Wake wake;
  private final Map<StreamName, Order> orders = new ConcurrentHashMap<>();
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("card").factory());

  /**
   * A card that is wanted.
   *
   * @param view empty until it was looked for
   * @param due when it is looked at next
   */
  private record Order(CardView.Card card, Optional<CardView> view, Instant due) {}

  /** A line that says why not. */
  private static final class CannotBeMade extends Exception {
    private static final long serialVersionUID = 1;

    CannotBeMade(String why) {
      super(why);
    }
  }

  /**
   * Makes nothing until it is wanted.
   *
   * @param runtime the folder that holds one run folder per stream
   */
  public CardMaker(Path runtime, ToolSearch tools, Clock clock, Wake wake) {
    this.runtime = runtime;
    this.tools = tools;
    this.clock = clock;
    this.wake = wake;
  }

  /** The card that was wanted last, as far as it is known. */
  public Optional<CardView> view(StreamName stream) {
    return Optional.ofNullable(orders.get(stream)).flatMap(Order::view);
  }

  /** Says which card a stream should have; returns at once. Asked again, it looks again. */
  public void want(StreamName stream, Optional<CardView.Card> card) {
    if (card.isEmpty()) {
      orders.remove(stream);
      return;
    }
    Instant now = clock.steady();
    Order before = orders.get(stream);
    boolean same = before != null && before.card().equals(card.get());
    if (same && before.due().isAfter(now)) {
      return;
    }
    Optional<CardView> known = same ? before.view() : Optional.empty();
    // not due again while it is made
    orders.put(stream, new Order(card.get(), known, now.plus(PATIENCE.multipliedBy(2))));
    worker.execute(() -> serve(stream, card.get()));
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }

  private void serve(StreamName stream, CardView.Card card) {
    if (!isWanted(stream, card)) {
      return;
    }
    CardView view;
    Duration next;
    try {
      view = ready(RunFolder.of(runtime, stream), card, stream);
      next = LOOK;
    } catch (CannotBeMade failed) {
      view = new CardView.Failed(card, failed.getMessage());
      next = AGAIN;
    } catch (IOException failed) {
      view = new CardView.Failed(card, "the test card cannot be written: " + failed.getMessage());
      next = AGAIN;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return;
    } catch (RuntimeException bug) {
      LOG.error("Making the test card failed stream={}", stream, bug);
      view = new CardView.Failed(card, "the test card cannot be made: " + bug);
      next = AGAIN;
    }
    Order before = orders.get(stream);
    Order served = new Order(card, Optional.of(view), clock.steady().plus(next));
    Order after = orders.computeIfPresent(stream, (s, o) -> o.card().equals(card) ? served : o);
    if (after == null) {
      discard(RunFolder.of(runtime, stream));
    } else if (!after.view().equals(before == null ? Optional.empty() : before.view())) {
      wake.wake();
    }
  }

  private boolean isWanted(StreamName stream, CardView.Card card) {
    Order order = orders.get(stream);
    return order != null && order.card().equals(card);
  }

  /** The card as it lies there, made where it does not. */
  private CardView ready(RunFolder run, CardView.Card card, StreamName stream)
      throws IOException, InterruptedException, CannotBeMade {
    Path clip = run.card(digest(card) + ".mp4");
    Path picture = run.card(digest(card) + ".png");
    check(card);
    CardClip length = CardClip.of(card);
    if (!Files.isRegularFile(clip) || !Files.isRegularFile(picture)) {
      Instant begun = clock.steady();
      run.make();
      run.removeCards();
      make(length, picture, clip);
      LOG.info(
          "Test card made stream={} size={} fps={} took={}ms",
          stream,
          card.size(),
          card.rate(),
          Duration.between(begun, clock.steady()).toMillis());
    }
    long bits = Files.size(clip) * 8;
    long bitrate = Math.max(1, Math.round(bits * 1e9 / length.length().toNanos()));
    return new CardView.Ready(card, clip.toString(), picture.toString(), bitrate);
  }

  /** What FFmpeg would say in words that help nobody. */
  private static void check(CardView.Card card) throws CannotBeMade {
    FrameSize size = card.size();
    long pixels = (long) size.width() * size.height();
    if (pixels == 0 || size.width() % 2 == 1 || size.height() % 2 == 1 || pixels > MOST_PIXELS) {
      throw new CannotBeMade("a test card of " + size + " cannot be made; set media.video.size");
    }
    if (!card.rate().known()) {
      throw new CannotBeMade("a test card needs a frame rate; set media.video.fps");
    }
    if (card.sampleRate() < 1 || card.channels() < 1) {
      throw new CannotBeMade(
          "a test card needs a sample rate and channels; set media.audio.sampleRate and channels");
    }
  }

  /** Under another name until it is whole: a hub may be killed meanwhile. */
  private void make(CardClip clip, Path picture, Path target)
      throws IOException, InterruptedException, CannotBeMade {
    Path ffmpeg =
        tools
            .ffmpeg()
            .orElseThrow(() -> new CannotBeMade(tools.missing().orElse("FFmpeg not found")));
    Path unfinished = target.resolveSibling(target.getFileName() + ".unfinished");
    try {
      CardView.Card card = clip.card();
      Files.write(picture, PngFile.of(card.size(), CardPicture.draw(card.name(), card.size())));
      run(clip.command(ffmpeg, picture, unfinished));
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
      if (!Files.exists(target)) {
        Files.deleteIfExists(picture); // a full folder gets its room back
      }
    }
  }

  private static void run(List<String> command)
      throws IOException, InterruptedException, CannotBeMade {
    ProcessBuilder builder = new ProcessBuilder(command);
    Spawner.scrub(builder);
    builder.directory(new File("/"));
    builder.redirectInput(new File("/dev/null"));
    builder.redirectErrorStream(true);
    Process process = builder.start();
    try {
      // it says some lines at most, which the pipe holds
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new CannotBeMade(
            "FFmpeg took longer than " + PATIENCE.toSeconds() + " s to make the test card");
      }
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      List<LogLine> errors =
          said.lines().map(LogLine::parse).filter(LogLine::isError).limit(20).toList();
      if (process.exitValue() != 0 || !errors.isEmpty()) {
        throw new CannotBeMade(
            "FFmpeg cannot make the test card: " + why(errors, process.exitValue()));
      }
    } finally {
      process.destroyForcibly();
    }
  }

  /** The first error is the cause, those after it what came of it. */
  private static String why(List<LogLine> errors, int exitCode) {
    return errors.stream()
        .map(LogLine::text)
        .filter(text -> !text.isBlank())
        .findFirst()
        .map(Redactor.withoutKey()::detail)
        .orElse("it ended with exit code " + exitCode + " and said nothing");
  }

  /** By its files' name it is known in which format a card is. */
  private static String digest(CardView.Card card) {
    try {
      byte[] text = (CardPicture.DESIGN + card).getBytes(StandardCharsets.UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException impossible) { // every Java has it
      throw new IllegalStateException(impossible);
    }
  }

  /** What nobody wants any more goes with its folder, unless a stream still uses that. */
  private static void discard(RunFolder run) {
    try {
      if (!run.isUsed()) {
        run.remove();
      }
    } catch (IOException left) {
      LOG.warn("Test card cannot be removed folder={} why={}", run.path(), left.toString());
    }
  }
}
