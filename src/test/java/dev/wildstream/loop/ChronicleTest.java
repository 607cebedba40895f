package dev.wildstream.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.memory.Event;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How an event is written to the log: the constant message, then keys. */
class ChronicleTest {

  private static String line(Event.Kind kind, Optional<String> stream, String... keysAndValues) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      fields.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return Chronicle.line(new Event(World.BEGIN, stream, kind, fields, "digest"));
  }

  @Test
  void theMessageIsConstantAndKeysFollowInTheirOrder() {
    assertThat(line(Event.Kind.RESTART_ATTEMPT, Optional.of("wild"), "attempt", "1", "of", "5"))
        .isEqualTo("Restart attempt stream=wild attempt=1 of=5");
    assertThat(line(Event.Kind.HUB_STARTED, Optional.empty(), "version", "1.0"))
        .isEqualTo("Hub started version=1.0");
  }

  @Test
  void aValueWithBlanksOrQuotesIsQuotedAndAnEmptyOneIsSeen() {
    assertThat(line(Event.Kind.BLOCKED, Optional.empty(), "reason", "no \"key\" \\ here", "x", ""))
        .isEqualTo("Stream blocked reason=\"no \\\"key\\\" \\\\ here\" x=\"\"");
  }

  @Test
  void aValueCannotBeginALineOfItsOwnNorSpeakToTheTerminal() {
    assertThat(line(Event.Kind.BLOCKED, Optional.empty(), "reason", "a\nb\rc\u001b[2Jd\u0085e"))
        .isEqualTo("Stream blocked reason=\"a\\nb\\rc\\u001b[2Jd\\u0085e\"");
  }
}
