package dev.wildstream.keys;

import dev.wildstream.desired.KeyReference;
import dev.wildstream.desired.Secret;
import dev.wildstream.desired.StreamName;
import dev.wildstream.loop.Clock;
import dev.wildstream.loop.Keys;
import dev.wildstream.loop.Wake;
import dev.wildstream.observed.KeyView;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Looks at every wanted key at once and then each second, and keeps a digest of it.
 *
 * <p>Each look has a thread of its own, a platform thread, since a file system that hangs holds the
 * thread that asked it: one stream's dead mount must not hold up another's key. A look that hangs
 * is not started again beside itself, so it costs one thread.
 */
public final class FileKeys implements Keys, AutoCloseable {

  /** A changed key takes effect within this and the time of a read. */
  private static final Duration EVERY = Duration.ofSeconds(1);

  /** A look that takes longer is told of as unusable until it answers. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Where a key file lies is looked at so often: it seldom changes, and git is asked for it. */
  private static final Duration EXPOSURE_EVERY = Duration.ofMinutes(1);

  /** Is told of a key that others may see: once, until that is mended. */
  public interface Exposed {
    /**
     * A key file lies where it should not.
     *
     * @param why what is wrong and what to do; nothing of the key
     */
    void tell(StreamName stream, KeyReference key, String why);
  }

  private final KeyReader reader;
  private final Exposed exposed;
  private final byte[] salt;
  private final Clock clock;
  private final Wake wake;
  private final Map<StreamName, Watched> watched = new ConcurrentHashMap<>();
  private final ExecutorService looks =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("key-look-", 0).factory());
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("keys").factory());

  /**
   * Begins looking as soon as a key is wanted.
   *
   * @param exposed is told by a thread of its own
   * @param salt of this host; equal keys have equal digests under one salt alone
   */
  public FileKeys(KeyReader reader, Exposed exposed, byte[] salt, Clock clock, Wake wake) {
    this.reader = reader;
    this.exposed = exposed;
    this.salt = salt.clone();
    this.clock = clock;
    this.wake = wake;
    timer.scheduleWithFixedDelay(
        this::lookAtAll, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public KeyView view(StreamName stream) {
    Watched known = watched.get(stream);
    return known == null ? new KeyView.Unknown() : known.view;
  }

  @Override
  public void want(StreamName stream, Optional<KeyReference> key) {
    if (key.isEmpty()) {
      watched.remove(stream);
      return;
    }
    Watched known = watched.get(stream);
    if (known == null || !known.reference.equals(key.get())) {
      Watched fresh = new Watched(stream, key.get());
      watched.put(stream, fresh);
      look(fresh);
    }
  }

  /**
   * Reads a key for whoever starts a publisher by it.
   *
   * @param digest of the key that was told of last
   * @throws KeyUnusable if it cannot be read, or was replaced since
   */
  public Secret read(KeyReference reference, String digest) throws KeyUnusable {
    Secret key = reader.read(reference);
    if (!digest(key).equals(digest)) {
      throw new KeyUnusable(
          "key " + reference.describe() + " was replaced just now, and is tried as it is now");
    }
    return key;
  }

  @Override
  public void close() {
    timer.shutdownNow();
    looks.shutdownNow();
  }

  private void lookAtAll() {
    watched.values().forEach(this::look);
  }

  private void look(Watched watch) {
    synchronized (watch) {
      if (watch.lookingSince.isPresent()) {
        boolean hangs = clock.steady().isAfter(watch.lookingSince.get().plus(PATIENCE));
        if (hangs) {
          turn(
              watch,
              new KeyView.Unusable(
                  "key "
                      + watch.reference.describe()
                      + " was not read within "
                      + PATIENCE.toSeconds()
                      + " s; its file system hangs"));
        }
        return;
      }
      watch.lookingSince = Optional.of(clock.steady());
    }
    looks.execute(() -> {
      KeyView seen = read(watch.reference);
      synchronized (watch) {
        watch.lookingSince = Optional.empty();
        turn(watch, seen);
      }
      lookAround(watch);
    });
  }

  /** By the thread of a look, which has told already what it read: git may take its time. */
  private void lookAround(Watched watch) {
    Instant now = clock.steady();
    synchronized (watch) {
      boolean early =
          watch.lookedAroundAt.map(at -> at.plus(EXPOSURE_EVERY).isAfter(now)).orElse(false);
      if (early) {
        return;
      }
      watch.lookedAroundAt = Optional.of(now);
    }
    Optional<String> why = reader.file(watch.reference).flatMap(Exposure::of);
    boolean news;
    synchronized (watch) {
      news = why.isPresent() && !why.equals(watch.exposure);
      watch.exposure = why;
    }
    if (news) {
      exposed.tell(watch.stream, watch.reference, why.get());
    }
  }

  private KeyView read(KeyReference reference) {
    try {
      return new KeyView.Readable(digest(reader.read(reference)));
    } catch (KeyUnusable unusable) {
      return new KeyView.Unusable(unusable.getMessage());
    } catch (RuntimeException bug) {
      return new KeyView.Unusable(
          "key " + reference.describe() + " cannot be read: " + bug.getClass().getSimpleName());
    }
  }

  private void turn(Watched watch, KeyView seen) {
    if (!seen.equals(watch.view)) {
      watch.view = seen;
      wake.wake();
    }
  }

  private String digest(Secret key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(salt, "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(key.reveal().getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has HmacSHA256", impossible);
    }
  }

  /** One stream's key; its monitor guards everything but the view, which is read without. */
  private static final class Watched {
    final StreamName stream;
    final KeyReference reference;
    Optional<Instant> lookedAroundAt = Optional.empty();
    Optional<String> exposure = Optional.empty();
    Optional<Instant> lookingSince = Optional.empty();
    volatile KeyView view = new KeyView.Unknown();

    Watched(StreamName stream, KeyReference reference) {
      this.stream = stream;
      this.reference = reference;
    }
  }
}
