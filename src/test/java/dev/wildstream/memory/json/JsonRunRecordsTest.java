package dev.wildstream.memory.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonRunRecordsTest {

  @TempDir Path folder;

  private final JsonRunRecords records = new JsonRunRecords();

  @Test
  void whatWasWrittenIsReadAndNobodyElseMay() throws IOException {
    Path file = folder.resolve("publisher.json");
    records.write(file, Map.of("pid", "1"));
    records.write(file, Map.of("pid", "4711", "boot", "ü \"x\"\n"));
    assertThat(records.read(file)).contains(Map.of("pid", "4711", "boot", "ü \"x\"\n"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aMissingOrDamagedRecordIsNone() throws IOException {
    Path file = folder.resolve("publisher.json");
    assertThat(records.read(file)).isEmpty();
    for (String bad : new String[] {"", "{", "[]", "null", "{\"pid\":{}}", "{\"pid\":\"1\"}x"}) {
      Files.writeString(file, bad);
      assertThat(records.read(file)).as(bad).isEmpty();
    }
  }

  @Test
  void aFolderThatIsGoneIsNamed() {
    Path file = folder.resolve("gone/publisher.json");
    assertThatThrownBy(() -> records.write(file, Map.of()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(folder.resolve("gone").toString());
  }
}
