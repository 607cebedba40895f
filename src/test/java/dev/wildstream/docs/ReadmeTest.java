package dev.wildstream.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.yaml.DocumentedGrammar;
import dev.wildstream.loop.Clock;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.Phase;
import dev.wildstream.surface.Snapshots;
import dev.wildstream.surface.cli.CommandLineSurface;
import dev.wildstream.surface.cli.Commands;
import dev.wildstream.surface.metrics.HubMetrics;
import dev.wildstream.surface.metrics.Scrape;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the README says is so. */
class ReadmeTest {

  private static Set<String> firstCells(String section) {
    return Repository.rows(Repository.section(section)).stream()
        .map(row -> Repository.codes(row.getFirst()).getFirst())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  // ---- the file

  @Test
  void theTablesOfKeysSayWhatTheGrammarSays() {
    String keys = Repository.section("The file");
    DocumentedGrammar.tables()
        .forEach((mapping, table) -> assertThat(keys).as(mapping).contains("\n" + table));
  }

  @Test
  void theTablesOfKeysHoldNothingElse() {
    long rows =
        DocumentedGrammar.tables().values().stream()
            .flatMap(String::lines)
            .filter(line -> line.startsWith("| `"))
            .count();
    assertThat(Repository.rows(Repository.section("The file"))).hasSize((int) rows);
  }

  @Test
  void theKeysThatAreNotSupportedYetAreNamed() {
    String line =
        Repository.section("The file")
            .replace("\n", " ")
            .replaceFirst(".*Refused as \"not supported yet\":", "")
            .replaceFirst("\\. .*", "");
    assertThat(new TreeSet<>(Repository.codes(line))).isEqualTo(DocumentedGrammar.notYet());
  }

  // ---- commands

  private static String help(String... command) {
    StringWriter out = new StringWriter();
    new CommandLineSurface(
            never(Commands.class),
            never(Clock.class),
            Map.of(),
            new PrintWriter(out),
            new PrintWriter(out))
        .execute(Stream.concat(Stream.of(command), Stream.of("--help")).toArray(String[]::new));
    return out.toString();
  }

  private static <T> T never(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              throw new AssertionError(method + " was asked");
            }));
  }

  private static Set<String> found(String pattern, String text) {
    return Pattern.compile(pattern, Pattern.MULTILINE)
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> commands() {
    String list = help().replaceFirst("(?s).*Commands:\n", "").replaceFirst("(?s)\n\n.*", "");
    return found("^  ([a-z]+) ", list);
  }

  private static Set<String> options(String text) {
    return found("(?<![\\w-])(--[a-z][a-z-]*)", text);
  }

  @Test
  void theTableOfCommandsIsThatOfTheHelp() {
    Set<String> told =
        firstCells("Commands").stream()
            .filter(cell -> !cell.startsWith("--"))
            .map(cell -> cell.split(" ")[0])
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(told).isEqualTo(commands());
  }

  @Test
  void theTableOfOptionsIsThatOfTheHelpOfRun() {
    Set<String> told =
        firstCells("Commands").stream()
            .filter(cell -> cell.startsWith("--"))
            .map(cell -> cell.split(" ")[0])
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> there = options(help("run"));
    there.remove("--help");
    assertThat(told).isEqualTo(there);
  }

  @Test
  void everyOptionInTheReadmeIsOneOfSomeCommand() {
    Set<String> there = options(help());
    commands().forEach(command -> there.addAll(options(help(command))));
    Set<String> hub =
        options(
            Repository.readme()
                .lines()
                .filter(line -> line.contains("wild-stream-hub ") || line.startsWith("| `"))
                .filter(line -> !line.contains("apt"))
                .collect(Collectors.joining("\n")));
    assertThat(there).containsAll(hub);
  }

  // ---- what is told while it runs

  @Test
  void everyLogLineIsAnEventsMessageAndNoneIsLeftOut() {
    Map<String, String> told =
        Repository.rows(Repository.section("Log lines and events")).stream()
            .collect(
                Collectors.toMap(
                    row -> Repository.codes(row.get(0)).getFirst(),
                    row -> Repository.codes(row.get(1)).getFirst()));
    Map<String, String> there =
        Stream.of(Event.Kind.values())
            .collect(Collectors.toMap(Event.Kind::message, Event.Kind::text));
    assertThat(told).isEqualTo(there);
  }

  @Test
  void everyPhaseIsExplainedAndNoneIsInvented() {
    assertThat(firstCells("Phases"))
        .isEqualTo(Stream.of(Phase.values()).map(Phase::text).collect(Collectors.toSet()));
  }

  @Test
  void everySeriesIsListedAndNoneIsInvented() {
    try (Scrape scrape =
        new Scrape(
            new HubMetrics(
                () -> Optional.of(Snapshots.of(Snapshots.onAir("wild-tv", "b.mp4"))),
                Snapshots.clock(Duration.ZERO),
                () -> true))) {
      Set<String> there = found("^# TYPE (wildstream_\\w+) ", scrape.text(""));
      there.removeIf(name -> name.endsWith("_max"));
      assertThat(firstCells("Metrics")).isEqualTo(there);
    }
  }

  // ---- what it leans on

  @Test
  void everyTestThatAPromiseNamesIsThere() {
    List<String> sources = Repository.files("src/test/java").stream().map(Path::toString).toList();
    List<String> named =
        Repository.codes(Repository.section("Promises, and the tests that keep them")).stream()
            .filter(code -> code.matches("[A-Z]\\w+\\.\\w+"))
            .toList();
    assertThat(named)
        .hasSizeGreaterThan(10)
        .allSatisfy(code -> {
          String[] parts = code.split("\\.");
          assertThat(sources)
              .anySatisfy(source -> {
                assertThat(source).endsWith("/" + parts[0] + ".java");
                assertThat(Repository.text(Path.of(source))).contains(" " + parts[1] + "(");
              });
        });
  }

  @Test
  void everyLinkLeadsSomewhere() {
    List<String> links =
        Pattern.compile("\\]\\(([^)]+)\\)")
            .matcher(Repository.readme())
            .results()
            .map(link -> link.group(1))
            .toList();
    Set<String> headings =
        Pattern.compile("^#+ (.*)$", Pattern.MULTILINE)
            .matcher(Repository.readme())
            .results()
            .map(ReadmeTest::anchor)
            .collect(Collectors.toSet());
    assertThat(links)
        .allSatisfy(link -> {
          if (link.startsWith("#")) {
            assertThat(headings).contains(link);
          } else {
            assertThat(Files.exists(Repository.root().resolve(link))).as(link).isTrue();
          }
        });
  }

  private static String anchor(MatchResult heading) {
    return "#"
        + heading
            .group(1)
            .toLowerCase(java.util.Locale.ROOT)
            .replaceAll("[^a-z0-9 -]", "")
            .replace(' ', '-');
  }

  @Test
  void noFileSpeaksOfTheMachineItWasWrittenOn() {
    List<Pattern> traces =
        Stream.of("/wo" + "rk/", "\\.\\./sha" + "red", "/ro" + "ot/")
            .map(Pattern::compile)
            .toList();
    for (Path file : Repository.files(".")) {
      String text = Repository.text(file);
      assertThat(traces).as(file.toString()).noneMatch(trace -> trace.matcher(text).find());
    }
  }
}
