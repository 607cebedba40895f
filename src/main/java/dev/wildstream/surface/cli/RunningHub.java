package dev.wildstream.surface.cli;

import dev.wildstream.loop.Clock;
import dev.wildstream.surface.StatusFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongPredicate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The hub of a runtime folder, known by the status it keeps there. */
sealed interface RunningHub {

  /** A hub publishes at least every 10 s; three times that is no hiccup. */
  Duration FRESH = Duration.ofSeconds(30);

  /** It runs, and this is how it stands. */
  record Found(JsonNode status) implements RunningHub {}

  /**
   * None does.
   *
   * @param why and what to do
   */
  record None(String why) implements RunningHub {}

  /**
   * Looks.
   *
   * @param alive whether a process of that pid is
   */
  static RunningHub in(Path runtime, Clock clock, LongPredicate alive) {
    Path file = StatusFile.in(runtime);
    JsonNode status;
    try {
      status = new JsonMapper().readTree(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return new None("no hub runs: " + file + " is not there; --runtime names another folder");
    } catch (AccessDeniedException e) {
      return new None(file + " may not be read; ask to be put into the hub's group");
    } catch (IOException e) {
      return new None("no hub runs: " + file + " cannot be read: " + e.getMessage());
    } catch (JacksonException e) {
      return new None("no hub runs: " + file + " is damaged; the next hub writes it anew");
    }
    long pid = status.path("hub").path("pid").asLong(0);
    if (pid <= 0 || !alive.test(pid)) {
      return new None("no hub runs: the one that wrote " + file + " (pid " + pid + ") is gone");
    }
    Instant at = StatusTable.instant(status.path("at"), Instant.EPOCH);
    Duration age = Duration.between(at, clock.wall()).abs();
    if (age.compareTo(FRESH) > 0) {
      return new None(
          "no hub reports: " + file + " (pid " + pid + ") is " + Spans.text(age) + " old");
    }
    return new Found(status);
  }
}
