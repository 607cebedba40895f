package dev.wildstream.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wildstream.desired.KeyReference;
import dev.wildstream.desired.Secret;
import dev.wildstream.desired.StreamName;
import dev.wildstream.loop.RealClock;
import dev.wildstream.loop.Wake;
import dev.wildstream.observed.KeyView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class FileKeysTest {

  private static final StreamName ONE = new StreamName("one");
  private static final StreamName OTHER = new StreamName("other");
  private static final byte[] SALT = {1, 2, 3};

  @TempDir Path folder;
  private final Wake wake = Wake.real();
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  @Test
  void equalKeysHaveEqualDigestsUnderOneSaltAlone() throws Exception {
    KeyReference file = new KeyReference.File(Files.writeString(folder.resolve("k"), "secret\n"));
    KeyReference plain = new KeyReference.Plain(new Secret("secret"));
    KeyView fromFile;
    try (FileKeys keys = keys(SALT)) {
      assertThat(keys.view(ONE)).isEqualTo(new KeyView.Unknown());
      keys.want(ONE, Optional.of(file));
      keys.want(OTHER, Optional.of(plain));
      fromFile = await(keys, ONE, v -> v instanceof KeyView.Readable);
      assertThat(await(keys, OTHER, v -> v instanceof KeyView.Readable)).isEqualTo(fromFile);
      assertThat(fromFile.toString()).doesNotContain("secret");
      keys.want(ONE, Optional.empty());
      assertThat(keys.view(ONE)).isEqualTo(new KeyView.Unknown());
    }
    try (FileKeys elsewhere = keys(new byte[] {9})) {
      elsewhere.want(ONE, Optional.of(file));
      assertThat(await(elsewhere, ONE, v -> v instanceof KeyView.Readable)).isNotEqualTo(fromFile);
    }
  }

  @Test
  void aKeyThatWasReplacedSinceItWasToldOfIsNotUsed() throws Exception {
    Path file = Files.writeString(folder.resolve("k"), "first");
    KeyReference key = new KeyReference.File(file);
    try (FileKeys keys = keys(SALT)) {
      keys.want(ONE, Optional.of(key));
      String first =
          ((KeyView.Readable) await(keys, ONE, v -> v instanceof KeyView.Readable)).digest();
      assertThat(keys.read(key, first).reveal()).isEqualTo("first");
      Files.writeString(file, "second");
      assertThatThrownBy(() -> keys.read(key, first))
          .isInstanceOf(KeyUnusable.class)
          .hasMessageContaining("was replaced just now")
          .hasMessageNotContaining("second");
    }
  }

  @Test
  void aChangedFileIsSeenWithinSecondsAndWakesTheLoop() throws Exception {
    Path file = folder.resolve("k");
    try (FileKeys keys = keys(SALT)) {
      keys.want(ONE, Optional.of(new KeyReference.File(file)));
      KeyView missing = await(keys, ONE, v -> v instanceof KeyView.Unusable);
      assertThat(((KeyView.Unusable) missing).why()).contains("does not exist");
      Files.writeString(file, "first");
      KeyView first = await(keys, ONE, v -> v instanceof KeyView.Readable);
      Files.writeString(file, "second");
      await(keys, ONE, v -> v instanceof KeyView.Readable && !v.equals(first));
    }
  }

  @Test
  void aKeyThatOthersMayReadIsToldOnceAndOneThatTheyMayNotIsNot() throws Exception {
    Path open = Files.writeString(folder.resolve("open"), "first");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
    Path closed = Files.writeString(folder.resolve("closed"), "other");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rw-r-----"));
    try (FileKeys keys = keys(SALT)) {
      keys.want(OTHER, Optional.of(new KeyReference.File(closed)));
      keys.want(ONE, Optional.of(new KeyReference.File(open)));
      assertThat(told.poll(10, TimeUnit.SECONDS))
          .isEqualTo("one every user of this machine can read it; chmod o-r it");
      KeyView first = await(keys, ONE, v -> v instanceof KeyView.Readable);
      Files.writeString(open, "second");
      await(keys, ONE, v -> v instanceof KeyView.Readable && !v.equals(first));
      assertThat(told).isEmpty();
    }
  }

  @Test
  void aKeyInAGitWorkTreeIsExposedUnlessItIsIgnored() throws Exception {
    Path tree = Files.createDirectories(folder.toRealPath().resolve("tree"));
    Path key = Files.writeString(Files.createDirectory(tree.resolve("keys")).resolve("tv"), "k");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    assertThat(Exposure.of(key)).as("no repository").isEmpty();
    git(tree, "init", "-q");
    String exposed = "it lies in the git work tree " + tree + " and is not ignored;";
    assertThat(Exposure.of(key)).get().asString().startsWith(exposed);
    Files.writeString(tree.resolve(".gitignore"), "keys/\n");
    assertThat(Exposure.of(key)).as("ignored").isEmpty();
    git(tree, "add", "-f", "keys/tv");
    assertThat(Exposure.of(key)).as("tracked all the same").get().asString().startsWith(exposed);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw----r--"));
    assertThat(Exposure.of(key)).get().asString().startsWith("every user").contains(exposed);
  }

  private static void git(Path tree, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git", "-C", tree.toString()));
    command.addAll(List.of(arguments));
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  private FileKeys keys(byte[] salt) throws Exception {
    return new FileKeys(
        new KeyReader(List.of(folder.toRealPath()), "STREAM_KEY_", Map.of()),
        (stream, key, why) -> told.add(stream + " " + why),
        salt,
        new RealClock(),
        wake);
  }

  /** Waits as the loop does: looks again at each wake-up and at no other time. */
  private KeyView await(FileKeys keys, StreamName stream, Predicate<KeyView> wanted)
      throws InterruptedException {
    while (!wanted.test(keys.view(stream))) {
      wake.await(Optional.of(Duration.ofSeconds(10)));
    }
    return keys.view(stream);
  }
}
