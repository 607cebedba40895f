package dev.wildstream.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.Revision;
import dev.wildstream.desired.yaml.DocumentedGrammar;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every example can be copied as it is. */
class ExamplesTest {

  private static List<Path> yamlFiles() {
    return Repository.files("examples").stream()
        .filter(file -> file.toString().endsWith(".yaml"))
        .filter(
            file -> Repository.text(file).lines().anyMatch(line -> line.startsWith("version: 1")))
        .toList();
  }

  @Test
  void everyExampleLoads() {
    Set<Path> folders = new TreeSet<>(yamlFiles().stream().map(Path::getParent).toList());
    assertThat(folders)
        .hasSizeGreaterThanOrEqualTo(4)
        .allSatisfy(example -> {
          Revision revision = DocumentedGrammar.accepted(example);
          assertThat(revision.streams()).isNotEmpty();
        });
  }

  @Test
  void theSchemaAcceptsEveryExample() {
    assertThat(yamlFiles())
        .allSatisfy(
            file -> assertThat(DocumentedGrammar.schemaAccepts(file)).isEqualTo(Optional.of(true)));
  }

  @Test
  void everyExampleNamesTheSchemaForEditors() {
    String prefix = "# yaml-language-server: $schema=";
    assertThat(yamlFiles())
        .allSatisfy(file -> {
          String first = Repository.text(file).lines().findFirst().orElseThrow();
          assertThat(first).startsWith(prefix);
          assertThat(file.resolveSibling(first.substring(prefix.length())).normalize())
              .isEqualTo(Repository.root().resolve("schema/desired-state.schema.json"));
        });
  }

  @Test
  void theExampleOfAllKeysHasThemAllWithTheirDefaults() {
    Path all = Repository.root().resolve("examples/all-keys/streams.yaml");
    assertThat(DocumentedGrammar.deviations(all)).isEmpty();
  }

  @Test
  void everyYamlBlockOfTheReadmeIsAnExampleByteForByte() {
    List<String> examples = yamlFiles().stream().map(Repository::text).toList();
    assertThat(Repository.blocks("yaml"))
        .isNotEmpty()
        .allSatisfy(block -> assertThat(examples).contains(block));
  }
}
