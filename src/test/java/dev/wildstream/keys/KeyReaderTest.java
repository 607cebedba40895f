package dev.wildstream.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wildstream.desired.KeyReference;
import dev.wildstream.desired.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyReaderTest {

  @TempDir Path folder;
  private Path keys;
  private Path credentials;
  private KeyReader reader;

  @BeforeEach
  void allowOneFolder() throws IOException {
    keys = Files.createDirectories(folder.toRealPath().resolve("keys"));
    credentials = Files.createDirectories(folder.toRealPath().resolve("credentials"));
    reader = reader(Map.of());
  }

  /** In an environment with the folder of credentials, and more. */
  private KeyReader reader(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("CREDENTIALS_DIRECTORY", credentials.toString());
    return new KeyReader(
        List.of(keys, folder.resolve("not-there-yet")), "STREAM_KEY_", environment);
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

  @Test
  void aVariableIsAKeyWhereItsNameSaysSo() throws Exception {
    KeyReader here =
        reader(
            Map.of(
                "STREAM_KEY_TV", "a key",
                "STREAM_KEY_LINE", "a key\n",
                "STREAM_KEY_EMPTY", "",
                "STREAM_KEY_TWO", "one\ntwo",
                "STREAM_KEY_LONG", "x".repeat(901),
                "STREAM_KEY_ODD", "caf\u00e9",
                "AWS_SECRET_ACCESS_KEY", "very secret"));
    assertThat(here.read(new KeyReference.Env("STREAM_KEY_TV")).reveal()).isEqualTo("a key");
    assertThat(here.read(new KeyReference.Env("STREAM_KEY_LINE")).reveal()).isEqualTo("a key");
    Map.of(
            "STREAM_KEY_EMPTY", " is empty; write the key into it",
            "STREAM_KEY_TWO", " has more than one line; it must hold the key alone, on one line",
            "STREAM_KEY_LONG", " holds more than 900 bytes; that is no key",
            "STREAM_KEY_ODD",
                " has a character that is not printable ASCII at byte 4; write the key alone, as"
                    + " plain text",
            "STREAM_KEY_NONE", " is not set; set it to the key for the hub, and restart the hub")
        .forEach((name, message) ->
            assertThatThrownBy(() -> here.read(new KeyReference.Env(name)))
                .isInstanceOf(KeyUnusable.class)
                .hasMessage("environment variable " + name + message));
    // what is no such name may be the key itself, and is not repeated
    assertThatThrownBy(() -> here.read(new KeyReference.Env("AWS_SECRET_ACCESS_KEY")))
        .hasMessage(
            "the name of the key's environment variable does not begin with STREAM_KEY_; name one"
                + " that does, or allow others with --key-env-prefix");
  }

  @Test
  void aCredentialIsReadWhereSystemdPutIt() throws Exception {
    Files.writeString(credentials.resolve("tv"), "a key\n");
    assertThat(reader.read(new KeyReference.Credential("tv")).reveal()).isEqualTo("a key");
    Files.writeString(credentials.resolve("two"), "one\ntwo\n");
    assertThatThrownBy(() -> reader.read(new KeyReference.Credential("two")))
        .hasMessageStartingWith("credential two has more than one line;");
    assertThatThrownBy(() -> reader.read(new KeyReference.Credential("none")))
        .isInstanceOf(KeyUnusable.class)
        .hasMessage(
            "credential none does not exist; add LoadCredential=none:FILE to the hub's unit, and"
                + " restart the hub");
    Path outside = Files.writeString(folder.toRealPath().resolve("shadow"), "root-password");
    Files.createSymbolicLink(credentials.resolve("link"), outside);
    for (String name : List.of("link", "../shadow", "../keys")) {
      assertThatThrownBy(() -> reader.read(new KeyReference.Credential(name)))
          .hasMessageContaining(" is outside of " + credentials);
    }
    KeyReader without = new KeyReader(List.of(keys), "STREAM_KEY_", Map.of());
    assertThatThrownBy(() -> without.read(new KeyReference.Credential("tv")))
        .hasMessage(
            "credential tv is not there: systemd gave the hub none; add LoadCredential=tv:FILE to"
                + " the hub's unit, and restart the hub");
  }

  private void assertWrong(String content, String message) throws IOException {
    Path file = Files.writeString(keys.resolve("tv"), content);
    assertThatThrownBy(() -> reader.read(new KeyReference.File(file)))
        .isInstanceOf(KeyUnusable.class)
        .hasMessage("key file " + file + " " + message);
  }
}
