package dev.wildstream.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wildstream.git.WorkTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example pre-commit with a real git. */
class PreCommitIT {

  private static final String GOOD = "version: 1\nstreams: {}\n";

  @TempDir Path folder;

  @Test
  void whatTheHubWouldRefuseIsNotCommitted() throws IOException {
    WorkTree tree = WorkTree.init(folder.resolve("channels-of-ours"));
    Path hook = tree.folder().resolve(".git/hooks/pre-commit");
    Files.copy(
        Path.of("examples/pre-commit/pre-commit"),
        hook,
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.COPY_ATTRIBUTES);
    String script = Files.readString(hook);
    String program = "JAVA_HOME='%s' '%s'";
    Files.writeString(
        hook,
        script.replace(
            "wild-stream-hub check",
            program.formatted(
                    System.getProperty("java.home"),
                    RealParts.home().resolve("bin/wild-stream-hub"))
                + " check"));

    String good = tree.commit("Begin", "channels/a.yaml", GOOD);
    assertThatThrownBy(() -> tree.commit("Midnight", "channels/a.yaml", GOOD + "strams: {}\n"))
        .hasMessageContaining("unknown key; did you mean \"streams\"?")
        .hasMessageContaining("1 problem");
    assertThat(tree.git("rev-parse", "HEAD")).isEqualTo(good);

    Files.writeString(tree.folder().resolve("channels/a.yaml"), GOOD + "x-mended: true\n");
    tree.git("add", "-A");
    Files.writeString(tree.folder().resolve("channels/a.yaml"), "in the work tree alone: [");
    tree.git("commit", "-q", "-m", "Mended");
    assertThat(tree.git("rev-parse", "HEAD")).isNotEqualTo(good);
  }
}
