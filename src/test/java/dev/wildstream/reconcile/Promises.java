package dev.wildstream.reconcile;

import dev.wildstream.desired.KeyReference;
import dev.wildstream.desired.RetryPolicy;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.memory.Phase;
import dev.wildstream.memory.Segment;
import dev.wildstream.memory.Session;
import dev.wildstream.memory.StreamMemory;
import dev.wildstream.observed.Failure;
import dev.wildstream.observed.FeederView;
import dev.wildstream.observed.PublisherView;
import dev.wildstream.observed.TargetView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What no decision may ever break, each with its sentence. Judges from outside, with books of its
 * own.
 */
final class Promises {

  private final Stage stage;
  private Optional<Instant> lastAtOnce = Optional.empty();
  private Optional<PublisherView.Ended> lastEnd = Optional.empty();
  private long toldEnd;
  private String lastPlace = "";
  private boolean endedByHub;
  private Decision last;
  private boolean closedSeen;
  private long lastSession;
  private Optional<String> failedWith = Optional.empty();
  private String failedBoot = "";
  private Instant failedAt = Instant.EPOCH;

  Promises(Stage stage) {
    this.stage = stage;
  }

  /** The books of another, kept on from here for {@code stage}. */
  Promises(Stage stage, Promises other) {
    this.stage = stage;
    lastAtOnce = other.lastAtOnce;
    lastEnd = other.lastEnd;
    toldEnd = other.toldEnd;
    lastPlace = other.lastPlace;
    endedByHub = other.endedByHub;
    last = other.last;
    closedSeen = other.closedSeen;
    lastSession = other.lastSession;
    failedWith = other.failedWith;
    failedBoot = other.failedBoot;
    failedAt = other.failedAt;
  }

  void hold(Situation situation, Decision decision) {
    last = decision;
    keepBooks(situation);
    List<Step> steps = decision.steps();
    for (Step step : steps) {
      switch (step) {
        case Step.StartPublisher start -> judgeStart(situation, decision, start);
        case Step.StartFeeder feeder -> judgeFeeder(situation, decision, feeder);
        case Step.EndPublisher end -> {}
        case Step.KillPublisher kill -> {}
        case Step.CutFeeder cut -> {}
        case Step.Flush flush -> {}
        case Step.KillFeeder kill -> {}
      }
    }
    judgeMemory(situation, decision);
    boolean wanted = wanted(situation);
    if (!wanted && stage.publisherRuns()) {
      PublisherView.Running running = (PublisherView.Running) stage.publisher;
      boolean asked = running.askedToEnd().isPresent();
      promise(
          "What is not desired is asked to end at once",
          asked || steps.stream().anyMatch(Promises::ends));
      if (asked && !stage.now.isBefore(running.askedToEnd().get().plusSeconds(1))) {
        promise(
            "What is not desired and does not end within a second is killed",
            steps.stream().anyMatch(Step.KillPublisher.class::isInstance));
      }
    }
    if (decision.memory().phase() == Phase.FAILED && failedWith.isEmpty()) {
      failedWith = Optional.of(specText(situation));
      failedAt = stage.now;
      failedBoot = situation.hub().boot();
    }
    if (decision.memory().phase() != Phase.FAILED) {
      failedWith = Optional.empty();
    }
  }

  private void keepBooks(Situation situation) {
    if (situation.observed().publisher() instanceof PublisherView.Ended ended
        && toldEnd != ended.session()) {
      toldEnd = ended.session();
      lastPlace = situation.memory().session().map(Session::owner).orElse("");
      boolean asAsked =
          situation.memory().session().flatMap(Session::ending).map(Promises::ours).orElse(false);
      lastEnd = asAsked ? Optional.empty() : Optional.of(ended);
      endedByHub = situation.memory().session().flatMap(Session::ending).isPresent();
      closedSeen = false;
    }
    if (situation.observed().target() instanceof TargetView.Closed) {
      closedSeen = true;
    }
  }

  private static boolean wanted(Situation situation) {
    return situation.desired().map(StreamSpec::enabled).orElse(false) && !situation.hub().leaving();
  }

  private static String specText(Situation situation) {
    // a plain key hides itself in every text
    return situation
        .desired()
        .map(spec ->
            spec.key() instanceof KeyReference.Plain(var secret)
                ? spec + secret.reveal()
                : spec.toString())
        .orElse("");
  }

  private static boolean ends(Step step) {
    return step instanceof Step.EndPublisher || step instanceof Step.KillPublisher;
  }

  private void judgeStart(Situation situation, Decision decision, Step.StartPublisher start) {
    promise("Never two publishers of one stream", !stage.publisherRuns());
    promise("Off stays off", wanted(situation));
    promise(
        "No start while another stream has the same target and key",
        situation.hub().rival().isEmpty());
    promise("No session number is used twice", start.session() > lastSession);
    lastSession = start.session();
    promise(
        "A start is remembered before it is made",
        decision.memory().session().map(Session::number).equals(Optional.of(start.session())));
    promise(
        "A start comes with a feeder",
        isFedAhead(start)
            || decision.steps().stream().anyMatch(Step.StartFeeder.class::isInstance));
    // what failed there was an edit away from here
    boolean samePlace =
        decision.memory().session().map(Session::owner).filter(lastPlace::equals).isPresent();
    if (failedWith.isPresent() && samePlace) {
      promise(
          "A failed stream tries again only after an edit, a reboot, or as often as it is to",
          !failedWith.get().equals(specText(situation))
              || !failedBoot.equals(situation.hub().boot())
              || situation
                  .desired()
                  .flatMap(spec -> spec.retry().thenEvery())
                  .map(every -> !stage.now.isBefore(failedAt.plus(every)))
                  .orElse(false));
    }
    lastEnd.filter(end -> samePlace).ifPresent(end -> judgeWait(situation, end));
    lastEnd = Optional.empty();
  }

  private boolean isFedAhead(Step.StartPublisher start) {
    return switch (stage.feeder) {
      case FeederView.Running running -> running.session() == start.session();
      case FeederView.Ended ended -> ended.session() == start.session();
      case FeederView.Cut cut -> false;
      case FeederView.Absent absent -> false;
    };
  }

  /** Somebody edited the stream, or the hub is another one: the next start need not wait. */
  void excuse() {
    lastEnd = Optional.empty();
  }

  private static boolean ours(dev.wildstream.memory.StopCause cause) {
    return switch (cause) {
      case OFF, SHUTDOWN, EDIT, PLANNED, FINISHED, NOTHING_PLAYABLE -> true;
      case STALL_NETWORK,
          STALL_INTERNAL,
          START_TIMEOUT_NETWORK,
          START_TIMEOUT_UNANSWERED,
          START_TIMEOUT_INTERNAL,
          BROKEN ->
          false;
    };
  }

  private void judgeWait(Situation situation, PublisherView.Ended end) {
    RetryPolicy policy = situation.desired().orElseThrow().retry();
    Duration waited = Duration.between(end.at(), stage.now);
    Duration least = policy.delay().multipliedBy(9).dividedBy(10);
    boolean backEarly = closedSeen && situation.observed().target() instanceof TargetView.Open;
    if (waited.compareTo(least) >= 0 || backEarly) {
      return;
    }
    promise("atOnce: false waits before every restart", policy.atOnce());
    promise("A refused start is never repeated at once", end.lastOutput().isPresent());
    promise(
        "A rejected start is never repeated at once",
        endedByHub || !(end.failure() instanceof Failure.Rejected));
    promise(
        "At most one restart at once per healthyAfter",
        lastAtOnce.map(at -> !stage.now.isBefore(at.plus(policy.healthyAfter()))).orElse(true));
    lastAtOnce = Optional.of(stage.now);
  }

  private void judgeFeeder(Situation situation, Decision decision, Step.StartFeeder start) {
    promise("Off stays off for feeders too", wanted(situation));
    Optional<Session> session = decision.memory().session();
    promise(
        "A feeder is started for the session that is remembered, or for the one that follows it",
        session.map(Session::number).equals(Optional.of(start.session()))
            || session
                .filter(now -> now.ahead().isPresent() && now.number() + 1 == start.session())
                .isPresent());
    boolean one =
        !(stage.feeder instanceof FeederView.Running running
            && running.session() == start.session());
    promise("Never two feeders of one session", one);
    promise("Reading starts at or after the file's begin", !start.from().isNegative());
  }

  private void judgeMemory(Situation situation, Decision decision) {
    StreamMemory memory = decision.memory();
    situation
        .desired()
        .ifPresent(spec -> {
          if (spec.retry().attempts() instanceof RetryPolicy.Attempts.Limited(int most)) {
            promise("Never more attempts than promised", memory.retries().attempts() <= most);
          }
          memory
              .retries()
              .next()
              .ifPresent(next ->
                  promise(
                      "No wait is longer than the rules allow",
                      Duration.between(stage.now, next)
                              .compareTo(
                                  spec.retry()
                                      .networkDelayMax()
                                      .multipliedBy(11)
                                      .dividedBy(10)
                                      .plus(spec.retry().delay()))
                          <= 0));
        });
    memory
        .session()
        .ifPresent(session -> {
          for (int i = 1; i < session.segments().size(); i++) {
            Segment earlier = session.segments().get(i - 1);
            Segment later = session.segments().get(i);
            promise(
                "An item never begins before the one before it ended",
                later.begin().compareTo(earlier.end().orElse(earlier.begin())) >= 0);
          }
        });
    promise(
        "A stream is on the air only with a session",
        memory.phase() != Phase.ON_AIR || memory.session().isPresent());
    promise(
        "A decision that waits says until when",
        memory.phase() != Phase.RETRYING || decision.wakeAt().isPresent());
    promise(
        "A decision never waits for a moment that is past, which would keep the loop from sleeping",
        decision
            .wakeAt()
            .map(at -> at.isAfter(stage.now) || !decision.steps().isEmpty())
            .orElse(true));
    promise("Nothing is remembered without bound", memory.before().size() <= 50);
  }

  private void promise(String sentence, boolean kept) {
    if (!kept) {
      throw new AssertionError(
          sentence
              + "\n  at "
              + stage.now
              + "\n  decided "
              + last.steps()
              + " "
              + last.memory().phase()
              + " "
              + last.memory().retries());
    }
  }
}
