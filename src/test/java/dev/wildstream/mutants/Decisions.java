package dev.wildstream.mutants;

import java.util.List;

/** Bugs in what is decided and in what plays next. */
final class Decisions {

  static final List<Mutant> MUTANTS =
      List.of(
          new Mutant(
              "every break is restarted at once, again and again",
              "reconcile/Aftermath.java",
              "RetryTest",
              "!draft.now.isBefore(last.plus(policy.healthyAfter()))",
              "true"),
          new Mutant(
              "a rejected key is tried again at once",
              "reconcile/Aftermath.java",
              "RetryTest",
              "&& !(failure instanceof Failure.Rejected)",
              ""),
          new Mutant(
              "one attempt more than promised",
              "reconcile/Aftermath.java",
              "RetryTest",
              "counted.attempts() >= count",
              "counted.attempts() > count"),
          new Mutant(
              "the network is given up like a crash",
              "reconcile/Aftermath.java",
              "RetryTest",
              "case Failure.Network network -> waitForTarget(draft, counted, policy, reason, network);",
              "case Failure.Network network -> numbered(draft, counted, policy, reason, network);"),
          new Mutant(
              "the wait for the network never grows",
              "reconcile/Aftermath.java",
              "RetryTest",
              "delay = delay.multipliedBy(2)",
              "delay = delay.multipliedBy(1)"),
          new Mutant(
              "an open port shortens a wait although it was never closed",
              "reconcile/Start.java",
              "RetryTest",
              "case TargetView.Open open -> draft.retries.sawClosed();",
              "case TargetView.Open open -> true;"),
          new Mutant(
              "an attempt does not wait for its time",
              "reconcile/Start.java",
              "RetryTest",
              "!draft.now.isBefore(due) || targetIsBack(draft)",
              "!draft.now.isBefore(due) || targetIsBack(draft) || draft.retries.attempts() >= 3"),
          new Mutant(
              "a second publisher is started beside one that does not end",
              "reconcile/Reconciler.java",
              "WatchdogTest",
              "draft.session = Optional.of(session.withEnding(now));",
              "draft.session = cause == StopCause.EDIT ? Optional.empty()"
                  + " : Optional.of(session.withEnding(now));"),
          new Mutant(
              "a disabled stream stays on the air",
              "reconcile/Reconciler.java",
              "ItemsTest",
              "situation.desired().filter(spec -> spec.enabled() && !situation.hub().leaving())",
              "situation.desired().filter(spec -> !situation.hub().leaving())"),
          new Mutant(
              "a publisher that ignores SIGTERM is never killed",
              "reconcile/Reconciler.java",
              "WatchdogTest",
              "if (draft.now.isBefore(patience)) {",
              "if (true) {"),
          new Mutant(
              "a key that cannot be read takes the stream off the air",
              "reconcile/Reconciler.java",
              "BlockedTest",
              "case KeyView.Unusable unusable -> Optional.empty();",
              "case KeyView.Unusable unusable -> Optional.of(\"the key is gone\");"),
          new Mutant(
              "an attempt remembered for next year is waited for",
              "reconcile/Reconciler.java",
              "RestartsTest",
              "retries.next().map(next -> earlier(next, bound))",
              "retries.next()"),
          new Mutant(
              "a restart of the hub forgives the attempts made",
              "reconcile/Aftermath.java",
              "RestartsTest",
              "draft.retries = draft.retries.withNext(draft.now, \"restored\");",
              "draft.retries = draft.retries.forgiven().withNext(draft.now, \"restored\");"),
          new Mutant(
              "a healthy stream is never forgiven its attempts",
              "reconcile/Health.java",
              "RetryTest",
              "draft.retries = draft.retries.forgiven();",
              ""),
          new Mutant(
              "a publisher with nothing to read is blamed for it",
              "reconcile/Health.java",
              "WatchdogTest",
              "    Instant since = laterOf(output.advancedAt(), running.fifoSeenEmptyAt());\n"
                  + "    if (running.fifoEmptySince().isPresent()"
                  + " || !overdue(draft, since, patience.plus(UNSEEN))) {",
              "    if (!overdue(draft, output.advancedAt(), patience.plus(UNSEEN))) {"),
          new Mutant(
              "bytes that nobody acknowledges are no stall while output goes on",
              "reconcile/Health.java",
              "WatchdogTest",
              "overdue(draft, waitingSince.get(), patience.plus(UNSEEN_BYTES))",
              "false"),
          new Mutant(
              "a target that takes nothing uses up the attempts",
              "reconcile/Aftermath.java",
              "WatchdogTest",
              "draft, session, ended, new Failure.Network(draft.reason), text(cause.get()), wanted);",
              "draft, session, ended, new Failure.Internal(draft.reason), text(cause.get()), wanted);"),
          new Mutant(
              "a failed stream is tried again and again",
              "reconcile/Start.java",
              "RetryTest",
              "due.isEmpty() || draft.now.isBefore(due.get())",
              "due.isEmpty()"),
          new Mutant(
              "an item that is read too slowly is set aside like a broken one",
              "reconcile/FeederEnd.java",
              "SpeedTest",
              "if (tooSlow(draft, last)) {",
              "if (false) {"),
          new Mutant(
              "a feeder is blamed that only waits for a slow target",
              "reconcile/Speed.java",
              "SpeedTest",
              ".allMatch(Pace.Mark::hungry)",
              ".allMatch(mark -> true)"),
          new Mutant(
              "a feeder is blamed for the one before it",
              "reconcile/Speed.java",
              "SpeedTest",
              "draft.now.isBefore(feeder.startedAt().plus(window))",
              "false"),
          new Mutant(
              "a slow stream is told at every look",
              "reconcile/Speed.java",
              "SpeedTest",
              "slow.isEmpty() && speed < least(watchdog)",
              "speed < least(watchdog)"),
          new Mutant(
              "a hub that was away itself ends whatever it did not see meanwhile",
              "reconcile/Health.java",
              "WatchdogTest",
              "Duration.between(lookedAt, draft.now).compareTo(AWAY) > 0",
              "false"),
          new Mutant(
              "a hung feeder is never ended",
              "reconcile/Starvation.java",
              "WatchdogTest",
              "Instant deadline = since.plus(STARVED);",
              "Instant deadline = draft.now.plus(STARVED);"),
          new Mutant(
              "the next item begins where the shorter stream of the last one ended",
              "reconcile/FeederStart.java",
              "ItemsTest",
              "return longer(end, longer(video.plus(picture), audio.plus(work.sound())));",
              "return video.plus(picture);"),
          new Mutant(
              "reordered frames overlap the item before",
              "reconcile/FeederStart.java",
              "ItemsTest",
              "video.plus(picture)",
              "video"),
          new Mutant(
              "a broken item is tried again in the next lap",
              "playout/Quarantine.java",
              "WalkTest",
              "aside.stamp().equals(stamp) && now.isBefore(aside.until())",
              "false"),
          new Mutant(
              "an item is left out for a minute, however often it failed",
              "playout/Quarantine.java",
              "WalkTest",
              "Math.min(failures - 1, 6)",
              "Math.min(0, 6)"),
          new Mutant(
              "the list does not begin again",
              "playout/Walk.java",
              "WalkTest",
              "case Playlist.Laps.Forever() -> at(program(lap + 1), 0);",
              "case Playlist.Laps.Forever() -> Optional.empty();"),
          new Mutant(
              "a removed item sends the list back to its begin",
              "playout/Walk.java",
              "WalkTest",
              "return from(program, there.getAsInt() + 1, lap);",
              "return from(program, 0, lap);"),
          new Mutant(
              "an item of another rate is copied into the session",
              "playout/Fitness.java",
              "ItemsTest",
              ".filter(channel -> !own.hasSoundOf(channel))",
              ".filter(channel -> false)"),
          new Mutant(
              "after a break an item begins at its begin",
              "playout/Timeline.java",
              "WalkTest",
              "from.offset().plus(into.isNegative() ? Duration.ZERO : into)",
              "from.offset()"),
          new Mutant(
              "a removal is taken at once, also from a file that is being written",
              "reconcile/Takeover.java",
              "ConfigurationTest",
              "!now.isBefore(changedAt.plus(SETTLED))",
              "true"),
          new Mutant(
              "what half of a file does not have is taken away where the other half never came",
              "loop/Configuration.java",
              "ConfigurationTest",
              "isWithheld = true;",
              ""),
          new Mutant(
              "the next hub knows the half of the file alone",
              "loop/Configuration.java",
              "ConfigurationTest",
              "keptBefore.ifPresent(store::keepLastGood);",
              ""),
          new Mutant(
              "a step is taken before it is remembered",
              "loop/Loop.java",
              "LoopTest",
              "ports.store().keep(synced, Store.Durability.SYNCED);",
              ""),
          new Mutant(
              "two streams publish to one place",
              "loop/Owners.java",
              "LoopTest",
              "if (place == null) {",
              "if (true) {"),
          new Mutant(
              "a start that a full runtime folder kept from the air uses up an attempt",
              "reconcile/Aftermath.java",
              "BlockedTest",
              "draft.situation.observed().obstacle().isPresent() && session.ending().isEmpty()",
              "false && session.ending().isEmpty()"),
          new Mutant(
              "an end that could not be noted sets its item aside",
              "reconcile/FeederEnd.java",
              "ItemsTest",
              "if (noted) {",
              "if (true) {"),
          new Mutant(
              "an end that could not be noted may be hours away",
              "reconcile/FeederEnd.java",
              "ItemsTest",
              "least.compareTo(most) < 0 ? least : most",
              "least"),
          new Mutant(
              "a key that is new in the hub's next version is an edit of every stream",
              "reconcile/AskedDigest.java",
              "AskedDigestTest",
              "if (!value.equals(otherwise)) {",
              "if (true) {"),
          new Mutant(
              "a feeder that ended with its publisher is its item's fault",
              "loop/Loop.java",
              "LoopTest",
              "FeederView feeder = ports.processes().feeder(name);"
                  + " return new StreamObservation( ports.processes().publisher(name), feeder,",
              "return new StreamObservation("
                  + "ports.processes().publisher(name), ports.processes().feeder(name),"));

  private Decisions() {}
}
