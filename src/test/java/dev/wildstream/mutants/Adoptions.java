package dev.wildstream.mutants;

import java.util.List;

/** Bugs in going on with what an earlier hub left. */
final class Adoptions {

  static final List<Mutant> MUTANTS =
      List.of(
          new Mutant(
              "what a lost feeder wrote is written over",
              "reconcile/FeederEnd.java",
              "AdoptionTest",
              "!Drain.allRead(draft, running)",
              "false"),
          new Mutant(
              "an item that was remembered and never begun is lost",
              "reconcile/Resumption.java",
              "AdoptionTest",
              "FeederEnd.neverFed(draft, last)",
              "false"),
          new Mutant(
              "a feeder that memory knows nothing of writes beside the next one",
              "reconcile/FeederEnd.java",
              "AdoptionTest",
              "last.end().isEmpty() || feeder.number() > session.feeders()",
              "false"),
          new Mutant(
              "the number of a lost feeder is given again",
              "reconcile/FeederEnd.java",
              "AdoptionTest",
              "running, ended.number(), written(ended).plus(LEADS))",
              "running, session.feeders(), written(ended).plus(LEADS))"),
          new Mutant(
              "what a feeder wrote that nobody remembers is written over",
              "reconcile/FeederEnd.java",
              "AdoptionTest",
              "sent.compareTo(known.plus(more)) > 0 ? sent : known.plus(more)",
              "sent"),
          new Mutant(
              "a feeder that was remembered and never started holds up the next",
              "reconcile/FeederEnd.java",
              "AdoptionTest",
              "mine(session, ended.session(), ended.number() + 1)",
              "false"),
          new Mutant(
              "what a hub was ending when it died is ended by the next",
              "reconcile/Reconciler.java",
              "RestartsTest",
              "session.ending().map(StopCause.SHUTDOWN::equals).orElse(false)",
              "false"),
          new Mutant(
              "time in which no hub ran counts as on the air",
              "reconcile/Reconciler.java",
              "ItemsTest",
              "isFirstLook(draft) ? shorter(passed, advanced(draft)) : passed",
              "passed"),
          new Mutant(
              "a publisher of a session that nobody remembers stays",
              "reconcile/Reconciler.java",
              "WatchdogTest",
              "draft.session.map(s -> s.number() != running.session()).orElse(true)",
              "false"),
          new Mutant(
              "a session that goes on is told as adopted at every look",
              "reconcile/Reconciler.java",
              "RetryTest",
              "if (isFirstLook(draft)\n        && draft.situation",
              "if (draft.situation"),
          new Mutant(
              "a hub that leaves already hands over",
              "loop/Loop.java",
              "LoopTest",
              "handingOver = !leaving;",
              "handingOver = true;"),
          new Mutant(
              "a hub that hands over forgets what it had not kept yet",
              "loop/Loop.java",
              "LoopTest",
              "ports.store().keep(new TreeMap<>(memories), Store.Durability.SYNCED);",
              ""));

  private Adoptions() {}
}
