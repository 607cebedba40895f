package dev.wildstream.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The classes that the build left for a quick start: used where they fit, and never in the way. */
class StartUpCacheIT {

  /** Java then refuses to start without the cache. */
  private static final String CACHE_OR_NOTHING = "-XX:AOTMode=on";

  @TempDir Path folder;

  private Path home;

  private record Said(int status, String text) {}

  /** The program without its FFmpeg, elsewhere, with the times of its files. */
  @BeforeEach
  void copy() throws IOException {
    home = folder.resolve("elsewhere");
    for (String part : new String[] {"bin", "lib"}) {
      Files.createDirectories(home.resolve(part));
      try (Stream<Path> files = Files.list(RealParts.home().resolve(part))) {
        for (Path file : files.toList()) {
          Files.copy(
              file,
              home.resolve(part).resolve(file.getFileName()),
              StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }

  private Path cache() {
    return home.resolve("lib/wild-stream-hub.aot");
  }

  private Said version(String javaOptions) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(home.resolve("bin/wild-stream-hub").toString(), "--version")
            .redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("WILDSTREAM_JAVA_OPTIONS", javaOptions);
    Process run = builder.start();
    String text = new String(run.getInputStream().readAllBytes());
    return new Said(run.waitFor(), text);
  }

  private void startsWithoutAWord() throws IOException, InterruptedException {
    assertThat(version(CACHE_OR_NOTHING).status()).as("it is not taken").isNotZero();
    Said said = version("");
    assertThat(said.status()).isZero();
    assertThat(said.text()).matches("wild-stream-hub \\S+ \\(java [^)]+\\)\n");
  }

  @Test
  void itIsTakenAlsoFromAFolderThatWasCopied() throws Exception {
    Said said = version(CACHE_OR_NOTHING);
    assertThat(said.status()).as(said.text()).isZero();
    assertThat(said.text()).matches("wild-stream-hub \\S+ \\(java [^)]+\\)\n");
  }

  @Test
  void whereAJarHasAnotherTimeItIsLeftAside() throws Exception {
    Files.setLastModifiedTime(
        home.resolve("lib/wild-stream-hub.jar"), FileTime.from(Instant.now()));
    startsWithoutAWord();
  }

  @Test
  void oneOfAnotherJdkIsLeftAside() throws Exception {
    byte[] content = Files.readAllBytes(cache());
    byte[] version = System.getProperty("java.vm.version").getBytes();
    int at = 0;
    while (!Arrays.equals(content, at, at + version.length, version, 0, version.length)) {
      at++;
    }
    content[at]++;
    Files.write(cache(), content);
    startsWithoutAWord();
  }

  @Test
  void onesThatAreTornOrEmptyAreLeftAside() throws Exception {
    byte[] content = Files.readAllBytes(cache());
    for (int length : new int[] {0, 5, content.length / 2}) {
      Files.write(cache(), Arrays.copyOf(content, length));
      startsWithoutAWord();
    }
  }

  @Test
  void itNeedNotBeThere() throws Exception {
    Files.delete(cache());
    Said said = version("");
    assertThat(said.status()).isZero();
    assertThat(said.text()).matches("wild-stream-hub \\S+ \\(java [^)]+\\)\n");
  }
}
