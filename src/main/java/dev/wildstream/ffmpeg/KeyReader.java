package dev.wildstream.ffmpeg;

import dev.wildstream.desired.Secret;
import dev.wildstream.reconcile.Step;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads the key that a publisher is started with.
 *
 * @param aside for what may hang
 */
record KeyReader(SecretSource secrets, Executor aside) {

  /** A key on a mount that hangs must not hold the stream for ever. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /**
   * The key.
   *
   * @throws IOException where it cannot be read, or not in time; the message names it
   */
  Secret read(Step.StartPublisher step) throws IOException, InterruptedException {
    CompletableFuture<Secret> reading = new CompletableFuture<>();
    aside.execute(() -> {
      try {
        reading.complete(secrets.read(step.key(), step.keyDigest()));
      } catch (IOException | RuntimeException unusable) {
        reading.completeExceptionally(unusable);
      }
    });
    try {
      return reading.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException hangs) {
      throw new IOException(
          "key " + step.key().describe() + " was not read within " + PATIENCE.toSeconds() + " s");
    } catch (ExecutionException failed) {
      throw new IOException(failed.getCause().getMessage());
    }
  }
}
