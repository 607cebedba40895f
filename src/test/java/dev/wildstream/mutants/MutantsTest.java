package dev.wildstream.mutants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherExecutionRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Deliberate bugs, put into the decisions one by one: the tests must catch each. What they do not
 * catch, they do not test.
 */
class MutantsTest {

  private static final Path MAIN =
      Path.of(System.getProperty("wildstream.basedir", "."), "src/main/java");

  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

  /** One for all mutants: it remembers what stands in the class path. */
  private static final StandardJavaFileManager FILES =
      COMPILER.getStandardFileManager(null, null, null);

  /** Cheap tables first; the enumeration, which takes seconds, last. */
  private static final List<String> DECISIONS =
      List.of(
          "dev.wildstream.playout.WalkTest",
          "dev.wildstream.reconcile.RetryTest",
          "dev.wildstream.reconcile.WatchdogTest",
          "dev.wildstream.reconcile.SpeedTest",
          "dev.wildstream.reconcile.BlockedTest",
          "dev.wildstream.reconcile.AskedDigestTest",
          "dev.wildstream.reconcile.ItemsTest",
          "dev.wildstream.reconcile.IncidentTest",
          "dev.wildstream.reconcile.EditsTest",
          "dev.wildstream.reconcile.EditCostTest",
          "dev.wildstream.reconcile.PlanTest",
          "dev.wildstream.reconcile.StandbyTest",
          "dev.wildstream.reconcile.PlannedReconnectTest",
          "dev.wildstream.reconcile.ListEditTest",
          "dev.wildstream.reconcile.RestartsTest",
          "dev.wildstream.reconcile.AdoptionTest",
          "dev.wildstream.loop.LoopTest",
          "dev.wildstream.loop.ConfigurationTest",
          "dev.wildstream.reconcile.EnumerationTest");

  private static final List<String> STORE =
      List.of(
          "dev.wildstream.memory.json.RuntimeCopyTest",
          "dev.wildstream.memory.json.StoreDiskTest",
          "dev.wildstream.memory.json.JsonStoreTest",
          "dev.wildstream.memory.json.LastGoodTest",
          "dev.wildstream.memory.json.EventLogTest");

  /** The one that is said to catch it, and then, should tests have moved, all others. */
  private static List<String> testsOf(Mutant mutant) {
    List<String> all = mutant.file().startsWith("memory/json/") ? STORE : DECISIONS;
    List<String> named = all.stream().filter(name -> name.endsWith("." + mutant.test())).toList();
    assertThat(named).as("the test named " + mutant.test()).hasSize(1);
    return Stream.concat(named.stream(), all.stream().filter(t -> !named.contains(t))).toList();
  }

  @AfterAll
  static void close() throws IOException {
    FILES.close();
  }

  @TestFactory
  Stream<DynamicTest> theTestsCatch(@TempDir Path folder) {
    return Stream.of(Decisions.MUTANTS, Fillers.MUTANTS, Adoptions.MUTANTS, Stores.MUTANTS)
        .flatMap(List::stream)
        .map(mutant ->
            DynamicTest.dynamicTest(
                mutant.does(),
                () ->
                    assertThat(caughtBy(mutant, folder))
                        .as("a test fails when " + mutant.does())
                        .isPresent()));
  }

  @TestFactory
  Stream<DynamicTest> withoutAMutantTheTestsPass(@TempDir Path folder) {
    Mutant none =
        new Mutant(
            "nothing is changed", "playout/Timeline.java", "", "from.offset()", "from.offset()");
    return Stream.of(
        DynamicTest.dynamicTest(
            "the check itself blames nothing",
            () ->
                assertThat(caughtBy(none, folder, DECISIONS.subList(0, DECISIONS.size() - 1)))
                    .isEmpty()));
  }

  private static Optional<String> caughtBy(Mutant mutant, Path folder) throws IOException {
    return caughtBy(mutant, folder, testsOf(mutant));
  }

  /** The first test that fails; empty = the mutant lives. */
  private static Optional<String> caughtBy(Mutant mutant, Path folder, List<String> tests)
      throws IOException {
    Path mutated = Files.createTempDirectory(folder, "mutant");
    compile(mutant, mutated);
    List<URL> urls = new ArrayList<>();
    urls.add(mutated.toUri().toURL());
    for (String entry : classPath().split(java.io.File.pathSeparator)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (Mutated loader = new Mutated(urls.toArray(URL[]::new), before)) {
      Thread.currentThread().setContextClassLoader(loader);
      for (String test : tests) {
        Optional<String> failed = run(loader.loadClass(test));
        if (failed.isPresent()) {
          return failed;
        }
      }
      return Optional.empty();
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private static void compile(Mutant mutant, Path into) throws IOException {
    String original = Files.readString(MAIN.resolve("dev/wildstream").resolve(mutant.file()));
    Path source = into.resolve("source").resolve(Path.of(mutant.file()).getFileName());
    Files.createDirectories(source.getParent());
    Files.writeString(source, mutant.putInto(original));
    StringWriter said = new StringWriter();
    List<String> options = List.of("-proc:none", "-d", into.toString(), "-cp", classPath());
    boolean compiled =
        COMPILER.getTask(said, FILES, null, options, null, FILES.getJavaFileObjects(source)).call();
    assertThat(compiled).as("the mutant compiles: " + said).isTrue();
  }

  /** Runs a class until its first failure. */
  private static Optional<String> run(Class<?> test) {
    AtomicReference<Optional<String>> failed = new AtomicReference<>(Optional.empty());
    CancellationToken enough = CancellationToken.create();
    TestExecutionListener listener =
        new TestExecutionListener() {
          @Override
          public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
            if (result.getStatus() == TestExecutionResult.Status.FAILED) {
              failed.compareAndSet(Optional.empty(), Optional.of(identifier.getDisplayName()));
              enough.cancel();
            }
          }
        };
    LauncherExecutionRequest request =
        LauncherExecutionRequestBuilder.request(
                LauncherDiscoveryRequestBuilder.request().selectors(selectClass(test)).build())
            .cancellationToken(enough)
            .listeners(listener)
            .build();
    LauncherFactory.create().execute(request);
    return failed.get();
  }

  /** Loads the house anew, the mutant first; libraries and JDK as they are. */
  private static final class Mutated extends URLClassLoader {
    Mutated(URL[] urls, ClassLoader parent) {
      super(urls, parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded != null) {
          return loaded;
        }
        return name.startsWith("dev.wildstream.")
            ? findClass(name)
            : super.loadClass(name, resolve);
      }
    }
  }
}
