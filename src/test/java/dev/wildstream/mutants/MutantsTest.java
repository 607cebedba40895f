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

  /** Cheap tables first; the enumeration, which takes seconds, only for what they let pass. */
  private static final List<String> TESTS =
      List.of(
          "dev.wildstream.reconcile.RetryTest",
          "dev.wildstream.reconcile.WatchdogTest",
          "dev.wildstream.reconcile.SpeedTest",
          "dev.wildstream.reconcile.BlockedTest",
          "dev.wildstream.reconcile.ItemsTest",
          "dev.wildstream.reconcile.EditsTest",
          "dev.wildstream.reconcile.RestartsTest",
          "dev.wildstream.loop.LoopTest",
          "dev.wildstream.reconcile.EnumerationTest");

  /**
   * A deliberate bug.
   *
   * @param does what it does, in words
   * @param file below the main sources' root package
   * @param text that stands there exactly once
   */
  private record Mutant(String does, String file, String text, String instead) {}

  private static final List<Mutant> MUTANTS =
      List.of(
          new Mutant(
              "every break is restarted at once, again and again",
              "reconcile/Aftermath.java",
              "!draft.now.isBefore(last.plus(policy.healthyAfter()))",
              "true"),
          new Mutant(
              "a rejected key is tried again at once",
              "reconcile/Aftermath.java",
              "&& !(failure instanceof Failure.Rejected)",
              ""),
          new Mutant(
              "one attempt more than promised",
              "reconcile/Aftermath.java",
              "counted.attempts() >= count",
              "counted.attempts() > count"),
          new Mutant(
              "the network is given up like a crash",
              "reconcile/Aftermath.java",
              "case Failure.Network network -> waitForTarget(draft, counted, policy, reason, network);",
              "case Failure.Network network -> numbered(draft, counted, policy, reason, network);"),
          new Mutant(
              "the wait for the network never grows",
              "reconcile/Aftermath.java",
              "delay = delay.multipliedBy(2)",
              "delay = delay.multipliedBy(1)"),
          new Mutant(
              "an open port shortens a wait although it was never closed",
              "reconcile/Start.java",
              "case TargetView.Open open -> draft.retries.sawClosed();",
              "case TargetView.Open open -> true;"),
          new Mutant(
              "an attempt does not wait for its time",
              "reconcile/Start.java",
              "draft.now.isBefore(due) && !targetIsBack(draft)",
              "draft.now.isBefore(due) && !targetIsBack(draft) && draft.retries.attempts() < 3"),
          new Mutant(
              "a second publisher is started beside one that does not end",
              "reconcile/Reconciler.java",
              "draft.session = Optional.of(session.withEnding(now));",
              "draft.session = cause == StopCause.EDIT ? Optional.empty()"
                  + " : Optional.of(session.withEnding(now));"),
          new Mutant(
              "a disabled stream stays on the air",
              "reconcile/Reconciler.java",
              "situation.desired().filter(spec -> spec.enabled() && !situation.hub().leaving())",
              "situation.desired().filter(spec -> !situation.hub().leaving())"),
          new Mutant(
              "a publisher that ignores SIGTERM is never killed",
              "reconcile/Reconciler.java",
              "if (draft.now.isBefore(patience)) {",
              "if (true) {"),
          new Mutant(
              "a key that cannot be read takes the stream off the air",
              "reconcile/Reconciler.java",
              "case KeyView.Unusable unusable -> Optional.empty();",
              "case KeyView.Unusable unusable -> Optional.of(\"the key is gone\");"),
          new Mutant(
              "an attempt remembered for next year is waited for",
              "reconcile/Reconciler.java",
              "retries.next().map(next -> earlier(next, bound))",
              "retries.next()"),
          new Mutant(
              "a restart of the hub forgives the attempts made",
              "reconcile/Aftermath.java",
              "draft.retries = draft.retries.withNext(draft.now, \"restored\");",
              "draft.retries = draft.retries.forgiven().withNext(draft.now, \"restored\");"),
          new Mutant(
              "a healthy stream is never forgiven its attempts",
              "reconcile/Health.java",
              "draft.retries = draft.retries.forgiven();",
              ""),
          new Mutant(
              "a publisher with nothing to read is blamed for it",
              "reconcile/Health.java",
              "    Instant since = laterOf(output.advancedAt(), running.fifoSeenEmptyAt());\n"
                  + "    if (running.fifoEmptySince().isPresent() || !overdue(draft, since, patience)) {",
              "    if (!overdue(draft, output.advancedAt(), patience)) {"),
          new Mutant(
              "bytes that nobody acknowledges are no stall while output goes on",
              "reconcile/Health.java",
              "waitingSince.isPresent() && overdue(draft, waitingSince.get(), patience)",
              "false"),
          new Mutant(
              "a target that takes nothing uses up the attempts",
              "reconcile/Aftermath.java",
              "draft, session, ended, new Failure.Network(draft.reason), text(cause.get()), wanted);",
              "draft, session, ended, new Failure.Internal(draft.reason), text(cause.get()), wanted);"),
          new Mutant(
              "a failed stream is tried again and again",
              "reconcile/Start.java",
              "due.isEmpty() || draft.now.isBefore(due.get())",
              "due.isEmpty()"),
          new Mutant(
              "an item that is read too slowly is set aside like a broken one",
              "reconcile/FeederEnd.java",
              "if (tooSlow(draft, last)) {",
              "if (false) {"),
          new Mutant(
              "a feeder is blamed that only waits for a slow target",
              "reconcile/Speed.java",
              ".allMatch(Pace.Mark::hungry)",
              ".allMatch(mark -> true)"),
          new Mutant(
              "a feeder is blamed for the one before it",
              "reconcile/Speed.java",
              "draft.now.isBefore(feeder.startedAt().plus(window))",
              "false"),
          new Mutant(
              "a slow stream is told at every look",
              "reconcile/Speed.java",
              "slow.isEmpty() && speed < watchdog.minSpeed()",
              "speed < watchdog.minSpeed()"),
          new Mutant(
              "a hub that was away itself ends whatever it did not see meanwhile",
              "reconcile/Health.java",
              "Duration.between(lookedAt, draft.now).compareTo(AWAY) > 0",
              "false"),
          new Mutant(
              "a hung feeder is never ended",
              "reconcile/Feeding.java",
              "Instant deadline = since.plus(STARVED);",
              "Instant deadline = draft.now.plus(STARVED);"),
          new Mutant(
              "the next item begins where the shorter stream of the last one ended",
              "reconcile/FeederStart.java",
              "return longer(end, longer(afterVideo, afterAudio));",
              "return afterVideo;"),
          new Mutant(
              "reordered frames overlap the item before",
              "reconcile/FeederStart.java",
              "plus(ended.videoEnd().get()).plus(video)",
              "plus(ended.videoEnd().get())"),
          new Mutant(
              "a broken item is tried again in the next lap",
              "playout/Quarantine.java",
              "aside.stamp().equals(stamp) && now.isBefore(aside.until())",
              "false"),
          new Mutant(
              "an item is left out for a minute, however often it failed",
              "playout/Quarantine.java",
              "Math.min(failures - 1, 6)",
              "Math.min(0, 6)"),
          new Mutant(
              "the list does not begin again",
              "playout/Walk.java",
              "case Playlist.Laps.Forever() -> at(program(lap + 1), 0);",
              "case Playlist.Laps.Forever() -> Optional.empty();"),
          new Mutant(
              "a removed item sends the list back to its begin",
              "playout/Walk.java",
              "return from(program, there.getAsInt() + 1, lap);",
              "return from(program, 0, lap);"),
          new Mutant(
              "an item of another rate is copied into the session",
              "playout/Fitness.java",
              "session.isPresent() && !session.get().equals(own)",
              "false"),
          new Mutant(
              "after a break an item begins at its begin",
              "playout/Timeline.java",
              "from.offset().plus(into.isNegative() ? Duration.ZERO : into)",
              "from.offset()"),
          new Mutant(
              "a removal is taken at once, also from a file that is being written",
              "reconcile/Takeover.java",
              "!now.isBefore(changedAt.plus(SETTLED))",
              "true"),
          new Mutant(
              "a step is taken before it is remembered",
              "loop/Loop.java",
              "ports.store().keep(synced, Store.Durability.SYNCED);",
              ""),
          new Mutant(
              "two streams publish to one place",
              "loop/Owners.java",
              "if (place == null) {",
              "if (true) {"));

  @TestFactory
  Stream<DynamicTest> theTestsCatch(@TempDir Path folder) {
    return MUTANTS.stream()
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
        new Mutant("nothing is changed", "playout/Timeline.java", "from.offset()", "from.offset()");
    return Stream.of(
        DynamicTest.dynamicTest(
            "the check itself blames nothing",
            () ->
                assertThat(caughtBy(none, folder, TESTS.subList(0, TESTS.size() - 1))).isEmpty()));
  }

  private static Optional<String> caughtBy(Mutant mutant, Path folder) throws IOException {
    return caughtBy(mutant, folder, TESTS);
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
    String text = Files.readString(MAIN.resolve("dev/wildstream").resolve(mutant.file()));
    int at = text.indexOf(mutant.text());
    assertThat(at)
        .as(mutant.file() + " still holds what the mutant changes: " + mutant.text())
        .isNotNegative();
    assertThat(text.indexOf(mutant.text(), at + 1)).as("and holds it once").isNegative();
    Path source = into.resolve("source").resolve(Path.of(mutant.file()).getFileName());
    Files.createDirectories(source.getParent());
    Files.writeString(source, text.replace(mutant.text(), mutant.instead()));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options = List.of("-proc:none", "-d", into.toString(), "-cp", classPath());
      boolean compiled =
          compiler
              .getTask(said, files, null, options, null, files.getJavaFileObjects(source))
              .call();
      assertThat(compiled).as("the mutant compiles: " + said).isTrue();
    }
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
