package dev.wildstream.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wildstream.desired.KeyReference;
import dev.wildstream.desired.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyReaderTest {

  @TempDir Path folder;
  private Path keys;
  private KeyReader reader;

  @BeforeEach
  void allowOneFolder() throws IOException {
    keys = Files.createDirectories(folder.toRealPath().resolve("keys"));
    reader = new KeyReader(List.of(keys, folder.resolve("not-there-yet")));
  }

  @Test
  void theLineIsTheKeyAndItsEndIsNot() throws Exception {
    for (String content : List.of("a key", "a key\n", "a key\r\n")) {
      Path file = Files.writeString(keys.resolve("tv"), content);
      assertThat(reader.read(new KeyReference.File(file)).reveal()).isEqualTo("a key");
    }
    Path longest = Files.writeString(keys.resolve("tv"), "x".repeat(900) + "\r\n");
    assertThat(reader.read(new KeyReference.File(longest)).reveal()).hasSize(900);
    assertThat(reader.read(new KeyReference.Plain(new Secret("p"))).reveal()).isEqualTo("p");
  }

  @Test
  void whatIsNoKeySaysWhatIsWrongAndNothingOfItsContent() throws Exception {
    assertWrong("", "is empty; write the key into it");
    assertWrong("\n", "is empty; write the key into it");
    assertWrong("one\ntwo", "has more than one line; it must hold the key alone, on one line");
    assertWrong("one\n\n", "has more than one line; it must hold the key alone, on one line");
    assertWrong("x".repeat(901), "holds more than 900 bytes; that is no key");
    assertWrong("x".repeat(5000), "holds more than 900 bytes; that is no key");
    assertWrong(
        "caf\u00e9",
        "has a character that is not printable ASCII at byte 4; write the key alone, as plain text");
    assertWrong(
        "a\rb",
        "has a character that is not printable ASCII at byte 2; write the key alone, as plain text");
    assertWrong(
        "\uFEFFkey",
        "has a character that is not printable ASCII at byte 1; write the key alone, as plain text");
  }

  @Test
  void whatCannotBeReadSaysSo() throws Exception {
    Path missing = keys.resolve("missing");
    assertThatThrownBy(() -> reader.read(new KeyReference.File(missing)))
        .isInstanceOf(KeyUnusable.class)
        .hasMessage("key file " + missing + " does not exist; write the key into it");
    Path inside = Files.createDirectory(keys.resolve("folder"));
    assertThatThrownBy(() -> reader.read(new KeyReference.File(inside)))
        .hasMessageContaining(" is a folder; name a file");
  }

  @Test
  void aFileOutsideIsRefusedAlsoBehindALink() throws Exception {
    Path outside = Files.writeString(folder.toRealPath().resolve("shadow"), "root-password");
    Path link = Files.createSymbolicLink(keys.resolve("link"), outside);
    assertThatThrownBy(() -> reader.read(new KeyReference.File(outside)))
        .hasMessage(
            "key file "
                + outside
                + " is outside of "
                + keys
                + ", "
                + folder.resolve("not-there-yet")
                + "; put it there, or allow its folder with --key-root");
    assertThatThrownBy(() -> reader.read(new KeyReference.File(link)))
        .hasMessageStartingWith("key file " + link + " (really " + outside + ") is outside of ");
    Path sneaky = keys.resolve("../shadow");
    assertThatThrownBy(() -> reader.read(new KeyReference.File(sneaky)))
        .hasMessageContaining(" is outside of ");
    // a link within the folder, as a mounted secret has, is well
    Path real = Files.writeString(keys.resolve("real"), "k");
    Path inner = Files.createSymbolicLink(keys.resolve("inner"), real);
    assertThat(reader.read(new KeyReference.File(inner)).reveal()).isEqualTo("k");
  }

  private void assertWrong(String content, String message) throws IOException {
    Path file = Files.writeString(keys.resolve("tv"), content);
    assertThatThrownBy(() -> reader.read(new KeyReference.File(file)))
        .isInstanceOf(KeyUnusable.class)
        .hasMessage("key file " + file + " " + message);
  }
}
