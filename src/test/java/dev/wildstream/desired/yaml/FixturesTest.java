package dev.wildstream.desired.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.Problem;
import dev.wildstream.desired.Reading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** One tiny file per mistake, and good ones, through the parser and through the schema. */
class FixturesTest {

  /** Mistakes that a JSON Schema cannot see, each with the reason. */
  private static final Map<String, String> PARSER_ONLY = parserOnly();

  private static Map<String, String> parserOnly() {
    return new String(
            Fixtures.bytes(Fixtures.folder("bad").resolve("parser-only.txt")),
            StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.split(": ", 2))
        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
  }

  @TestFactory
  Stream<DynamicTest> eachMistakeHasItsMessageWordForWord() {
    return Fixtures.revisions("bad").stream()
        .map(revision ->
            DynamicTest.dynamicTest(Fixtures.nameOf(revision), () -> hasItsMessage(revision)));
  }

  private static void hasItsMessage(Path revision) throws IOException {
    String told = Fixtures.messages(DesiredStateReader.read(Fixtures.files(revision)));
    Path expected = Fixtures.folder("bad").resolve(Fixtures.nameOf(revision) + ".expected.txt");
    assertThat(told).isEqualTo(Files.readString(expected));
  }

  @TestFactory
  Stream<DynamicTest> eachGoodFileIsAcceptedByParserAndSchema() {
    return Fixtures.revisions("good").stream()
        .map(revision ->
            DynamicTest.dynamicTest(
                Fixtures.nameOf(revision),
                () -> {
                  Fixtures.accepted(DesiredStateReader.read(Fixtures.files(revision)));
                  assertThat(schemaAccepts(revision)).contains(true);
                }));
  }

  @TestFactory
  Stream<DynamicTest> eachMistakeIsRefusedByTheSchemaTooUnlessItCannotSeeIt() {
    return Fixtures.revisions("bad").stream()
        .map(revision ->
            DynamicTest.dynamicTest(
                Fixtures.nameOf(revision),
                () ->
                    assertThat(schemaAccepts(revision).equals(Optional.of(false)))
                        .as("%s: refused by the schema, or in the list", Fixtures.nameOf(revision))
                        .isNotEqualTo(PARSER_ONLY.containsKey(Fixtures.nameOf(revision)))));
  }

  /** Of several files, whether all are accepted. */
  private static Optional<Boolean> schemaAccepts(Path revision) {
    List<Optional<Boolean>> answers =
        Fixtures.files(revision).stream()
            .map(file -> PublishedSchema.accepts(file.content()))
            .toList();
    return answers.contains(Optional.<Boolean>empty())
        ? Optional.empty()
        : Optional.of(!answers.contains(Optional.of(false)));
  }

  @Test
  void theListOfWhatTheSchemaCannotSeeNamesOnlyFixtures() {
    List<String> names = Fixtures.revisions("bad").stream().map(Fixtures::nameOf).toList();
    assertThat(names).containsAll(PARSER_ONLY.keySet());
  }

  @Test
  void noExpectedMessageIsLeftWithoutItsFile() throws IOException {
    List<String> names = Fixtures.revisions("bad").stream().map(Fixtures::nameOf).toList();
    try (Stream<Path> files = Files.list(Fixtures.folder("bad"))) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .filteredOn(name -> name.endsWith(".expected.txt"))
          .allSatisfy(name -> assertThat(names).contains(name.replace(".expected.txt", "")));
    }
  }

  @Test
  void everyRefusalHasAPositionAndSaysWhatToDo() {
    for (Path revision : Fixtures.revisions("bad")) {
      Reading reading = DesiredStateReader.read(Fixtures.files(revision));
      for (Problem problem : Fixtures.problems(reading)) {
        assertThat(problem.line()).isPositive();
        assertThat(problem.column()).isPositive();
        assertThat(problem.remedy()).isNotBlank();
        assertThat(problem.headline()).doesNotContain("\n");
      }
    }
  }
}
