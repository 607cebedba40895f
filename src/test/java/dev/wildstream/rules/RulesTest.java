package dev.wildstream.rules;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The rules of the house: which room may see which, one room per library, and what is never called.
 * Each rule is also run over a class that breaks it, so that a rule which can never fail is seen.
 */
class RulesTest {

  private static final Path BASE = Path.of(System.getProperty("wildstream.basedir", "."));

  private static final JavaClasses HOUSE = new ClassFileImporter().importPath(classesOfMain());

  private static Path classesOfMain() {
    return Path.of(
        URI.create(
            dev.wildstream.loop.Loop.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
  }

  /** The same rules for another root, so that they can be run over offenders. */
  private record House(String root) {

    String room(String name) {
      return root + "." + name;
    }

    String[] rooms(String... names) {
      return Stream.of(names).map(this::room).toArray(String[]::new);
    }

    /** A room sees the JDK, itself, and these. */
    ArchRule sees(String room, String... others) {
      List<String> allowed = new ArrayList<>(List.of("java..", room(room)));
      allowed.addAll(List.of(rooms(others)));
      return classes()
          .that()
          .resideInAPackage(room(room))
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(allowed.toArray(String[]::new))
          .allowEmptyShould(true);
    }

    /** Of the house, a room sees itself and these, and any library. */
    ArchRule seesOfTheHouse(String room, String... others) {
      List<String> allowed = new ArrayList<>(List.of(room(room)));
      allowed.addAll(List.of(rooms(others)));
      return noClasses()
          .that()
          .resideInAPackage(room(room))
          .should()
          .dependOnClassesThat(
              resideInAPackage(root + "..")
                  .and(DescribedPredicate.not(resideInAnyPackage(allowed.toArray(String[]::new)))))
          .allowEmptyShould(true);
    }

    /** Packages that only these rooms use. */
    ArchRule only(List<String> rooms, String... library) {
      return noClasses()
          .that()
          .resideOutsideOfPackages(rooms.stream().map(this::room).toArray(String[]::new))
          .and()
          .resideInAPackage(root + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(library)
          .allowEmptyShould(true);
    }

    /** Time and chance are arguments: nothing but the composition root asks for them. */
    ArchRule timeAndChanceAreArguments() {
      return noClasses()
          .that()
          .resideInAPackage(root + "..")
          .and()
          .resideOutsideOfPackage(root)
          .should()
          .callCodeUnitWhere(
              DescribedPredicate.describe("time, sleep or chance", RulesTest::asksForTimeOrChance))
          .allowEmptyShould(true);
    }

    ArchRule namesSayWhatAClassIs() {
      return noClasses()
          .should()
          .haveNameMatching(".*\\.[^.]*(Util|Helper|Manager|Impl)(?![a-z])[^.]*")
          .orShould()
          .haveNameMatching(".*\\.[^.]*Utils(?![a-z])[^.]*")
          .allowEmptyShould(true);
    }
  }

  private static boolean asksForTimeOrChance(JavaCall<?> call) {
    AccessTarget.CodeUnitCallTarget target = call.getTarget();
    JavaClass owner = target.getOwner();
    String name = target.getName();
    boolean noArguments = target.getRawParameterTypes().isEmpty();
    return switch (owner.getFullName()) {
      case "java.time.Clock" -> name.startsWith("system") || name.startsWith("tick");
      case "java.lang.System" -> name.equals("nanoTime") || name.equals("currentTimeMillis");
      case "java.lang.Thread" -> name.equals("sleep");
      case "java.lang.Math" -> name.equals("random");
      case "java.util.Random", "java.util.SplittableRandom", "java.util.Date" ->
          name.equals("<init>") && noArguments;
      case "java.util.concurrent.ThreadLocalRandom" -> name.equals("current");
      default -> owner.getPackageName().equals("java.time") && name.equals("now");
    };
  }

  private static Map<String, ArchRule> rules(String root) {
    House h = new House(root);
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    rules.put("media sees the JDK alone", h.sees("media"));
    rules.put("desired sees the JDK and media", h.sees("desired", "media"));
    rules.put("observed sees the JDK and media", h.sees("observed", "media"));
    rules.put("memory sees the JDK and media", h.sees("memory", "media"));
    String[] values = {"media", "desired", "observed", "memory"};
    rules.put("playout sees the values", h.sees("playout", values));
    rules.put(
        "reconcile sees the values and playout",
        h.sees("reconcile", "media", "desired", "observed", "memory", "playout"));
    String[] pure = {"media", "desired", "observed", "memory", "playout", "reconcile"};
    rules.put("loop sees no adapter and no surface", h.seesOfTheHouse("loop", pure));
    String[] ports = {"media", "desired", "observed", "memory", "playout", "reconcile", "loop"};
    for (String adapter :
        List.of("linux", "keys", "target", "watch", "git", "memory.json", "desired.yaml")) {
      rules.put(adapter + " sees ports and values", h.seesOfTheHouse(adapter, ports));
    }
    rules.put(
        "ffmpeg sees ports, values and linux",
        h.seesOfTheHouse(
            "ffmpeg",
            "media",
            "desired",
            "observed",
            "memory",
            "playout",
            "reconcile",
            "loop",
            "linux"));
    for (String part : List.of("card", "library")) {
      rules.put(
          "ffmpeg." + part + " sees what ffmpeg sees, and ffmpeg",
          h.seesOfTheHouse(
              "ffmpeg." + part,
              "media",
              "desired",
              "observed",
              "reconcile",
              "loop",
              "linux",
              "ffmpeg",
              "ffmpeg.card"));
    }
    String[] shown = {"media", "desired", "observed", "memory", "loop"};
    rules.put("surface sees snapshots and values", h.seesOfTheHouse("surface", shown));
    for (String surface : List.of("cli", "http", "metrics", "notify")) {
      rules.put(
          "surface." + surface + " sees snapshots and values",
          h.seesOfTheHouse(
              "surface." + surface, "media", "desired", "observed", "memory", "loop", "surface"));
    }
    rules.put(
        "snakeyaml-engine is in desired.yaml", h.only(List.of("desired.yaml"), "org.snakeyaml.."));
    rules.put(
        "Jackson is in memory.json and surface",
        h.only(List.of("memory.json", "surface.."), "tools.jackson..", "com.fasterxml.."));
    rules.put("directory-watcher is in watch", h.only(List.of("watch"), "io.methvin.."));
    rules.put(
        "Micrometer is in surface.metrics",
        h.only(List.of("surface.metrics"), "io.micrometer..", "io.prometheus.."));
    rules.put("picocli is in surface.cli", h.only(List.of("surface.cli"), "picocli.."));
    rules.put(
        "the HTTP server is in surface.http", h.only(List.of("surface.http"), "com.sun.net.."));
    rules.put("foreign calls are in linux", h.only(List.of("linux"), "java.lang.foreign.."));
    rules.put("time and chance are arguments", h.timeAndChanceAreArguments());
    rules.put("names say what a class is", h.namesSayWhatAClassIs());
    return rules;
  }

  @TestFactory
  Stream<DynamicTest> theHouseKeepsEveryRule() {
    return rules("dev.wildstream").entrySet().stream()
        .map(rule -> DynamicTest.dynamicTest(rule.getKey(), () -> rule.getValue().check(HOUSE)));
  }

  @TestFactory
  Stream<DynamicTest> everyRuleCanFail() {
    String root = "dev.wildstream.rules.offenders";
    JavaClasses offenders = new ClassFileImporter().importPackages(root);
    return rules(root).entrySet().stream()
        .map(rule ->
            DynamicTest.dynamicTest(
                "not: " + rule.getKey(),
                () ->
                    assertThat(rule.getValue().evaluate(offenders).hasViolation())
                        .as("an offender breaks the rule: " + rule.getKey())
                        .isTrue()));
  }

  @Test
  void everyKindOfTimeAndChanceIsSeen() {
    String root = "dev.wildstream.rules.offenders";
    JavaClasses offenders = new ClassFileImporter().importPackages(root);
    List<String> seen =
        new House(root)
            .timeAndChanceAreArguments()
            .evaluate(offenders)
            .getFailureReport()
            .getDetails();
    assertThat(seen).hasSize(12);
    assertThat(HOUSE.size()).isGreaterThan(100);
  }

  @Test
  void everyPackageSaysWhatItIsFor() throws IOException {
    try (Stream<Path> folders = Files.walk(BASE.resolve("src/main/java/dev/wildstream"))) {
      assertThat(folders.filter(Files::isDirectory).filter(RulesTest::holdsClasses).toList())
          .hasSizeGreaterThan(15)
          .allSatisfy(folder -> assertThat(folder.resolve("package-info.java")).exists());
    }
  }

  private static boolean holdsClasses(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> file.toString().endsWith(".java"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Folders of one person's machine; put together here, so that this file does not hold them. */
  private static final Pattern A_DEVELOPERS_FOLDER =
      Pattern.compile(
          "/"
              + "work/|/"
              + "home/(?!you/)[a-z]{2,}/|/"
              + "Users/|\\.\\./"
              + "shared|[A-Z]:\\\\"
              + "Users");

  @Test
  void nothingNamesAFolderOfADevelopersMachine() throws IOException {
    List<String> found = new ArrayList<>();
    List<Path> places = new ArrayList<>();
    for (String place :
        List.of("src", "examples", "schema", "systemd", ".ci", "README.md", "pom.xml")) {
      if (Files.exists(BASE.resolve(place))) {
        places.add(BASE.resolve(place));
      }
    }
    for (Path place : places) {
      try (Stream<Path> files = Files.walk(place)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
          text.lines()
              .filter(line -> A_DEVELOPERS_FOLDER.matcher(line).find())
              .forEach(line -> found.add(BASE.relativize(file) + ": " + line.strip()));
        }
      }
    }
    assertThat(found).isEmpty();
    assertThat(A_DEVELOPERS_FOLDER.matcher("see /" + "work/x").find()).isTrue();
  }
}
