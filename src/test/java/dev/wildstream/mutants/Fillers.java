package dev.wildstream.mutants;

import java.util.List;

/** Bugs in what is shown between items, at planned reconnects and at edits of the list. */
final class Fillers {

  static final List<Mutant> MUTANTS =
      List.of(
          new Mutant(
              "the standby picture never gives way",
              "reconcile/StandingBy.java",
              "StandbyTest",
              "if (known) {",
              "if (false) {"),
          new Mutant(
              "the standby picture is shown in place of an item",
              "reconcile/Feeding.java",
              "StandbyTest",
              "if (closed.isEmpty()) {",
              "if (closed.isPresent() && filler instanceof Filler.Ready) {"
                  + " StandingBy.begin(draft, spec, now, filler, Optional.empty(), \"\");"
                  + " return; } if (closed.isEmpty()) {"),
          new Mutant(
              "a stream whose list runs dry goes dark",
              "reconcile/Feeding.java",
              "StandbyTest",
              "case Filler.Ready ready ->"
                  + " StandingBy.begin(draft, spec, session, ready, from, why);",
              "case Filler.Ready ready ->"
                  + " Drain.end(draft, spec, session, running, StopCause.NOTHING_PLAYABLE, why);"),
          new Mutant(
              "the position is lost over the standby picture",
              "reconcile/Resumption.java",
              "StandbyTest",
              "return last.position() .map(position -> walk.resume(position, draft.before))"
                  + " .orElseGet(() -> afterNothing(draft, spec, walk));",
              "return walk.first();"),
          new Mutant(
              "an empty list sends the stream back to its begin",
              "reconcile/Resumption.java",
              "StandbyTest",
              ".orElseGet(() -> afterNothing(draft, spec, walk));",
              ".orElseGet(walk::first);"),
          new Mutant(
              "what was on the air before an empty list is over",
              "reconcile/Resumption.java",
              "StandbyTest",
              "draft.position.ifPresent("
                  + "position -> draft.before = before(draft, position.item()));",
              "draft.position.ifPresent(position -> draft.before = List.of(position.item()));"),
          new Mutant(
              "a mended standby file is not shown",
              "reconcile/StandingBy.java",
              "StandbyTest",
              "if (isInPlace(draft, spec, filler)) {",
              "if (false) {"),
          new Mutant(
              "the card is taken for broken where a standby file vanished",
              "reconcile/StandingBy.java",
              "StandbyTest",
              "Optional.ofNullable(draft.remarks.get(SHOWS))",
              "Optional.<String>empty()"),
          new Mutant(
              "a broken standby file is told at every turn",
              "reconcile/Filler.java",
              "StandbyTest",
              "if (made && draft.remarks(TOLD + path, why)) {",
              "if (made) {"),
          new Mutant(
              "what comes of a change that was told is told again",
              "reconcile/Feeding.java",
              "IncidentTest",
              ".filter(one -> !Incident.isTold(draft, one.path()))",
              ""),
          new Mutant(
              "a file that claims to be longer than it is is told at every lap",
              "reconcile/Incident.java",
              "IncidentTest",
              "case ONCE -> !ofTheChange && fresh;",
              "case ONCE -> !ofTheChange;"),
          new Mutant(
              "a file that is being written is told at each of its sizes",
              "playout/Choice.java",
              "IncidentTest",
              "!ofSession && Quarantine.failedJustNow(aside, path, now)",
              "false"),
          new Mutant(
              "a standby file overlaps the item before",
              "reconcile/FeederStart.java",
              "StandbyTest",
              "filler.picture(),",
              "Duration.ZERO,"),
          new Mutant(
              "the last frames before a planned reconnect are never sent",
              "reconcile/PlannedReconnect.java",
              "PlannedReconnectTest",
              "Drain.flush(draft);",
              ""),
          new Mutant(
              "a planned reconnect is counted as a failure",
              "reconcile/Aftermath.java",
              "PlannedReconnectTest",
              "draft.retries = draft.retries.withNext(draft.now, \"planned\");",
              "broke(draft, session, ended, ended.failure(), label(ended.failure()), wanted);"),
          new Mutant(
              "a planned reconnect comes before all is sent",
              "reconcile/PlannedReconnect.java",
              "PlannedReconnectTest",
              "if (draft.now.isBefore(sentAt)) {",
              "if (false) {"),
          new Mutant(
              "a session fed ahead outlives the switch",
              "reconcile/Reconciler.java",
              "PlannedReconnectTest",
              "&& feeder.session() > draft.sessions",
              "&& feeder.session() > draft.sessions + 1"),
          new Mutant(
              "what was fed ahead is thrown away where the list is not known",
              "reconcile/Start.java",
              "PlannedReconnectTest",
              "draft.ahead.isEmpty() && Feeding.walk(draft, spec).isEmpty()",
              "Feeding.walk(draft, spec).isEmpty()"),
          new Mutant(
              "the number of a session that was fed is given again",
              "reconcile/Start.java",
              "PlannedReconnectTest",
              "case FeederView.Ended ended -> ended.session() > draft.sessions;",
              "case FeederView.Ended ended -> false;"),
          new Mutant(
              "an item that fails ahead is fed again and again",
              "reconcile/PlannedReconnect.java",
              "PlannedReconnectTest",
              "FeederEnd.failedAhead(draft, session); draft.session",
              "draft.session"),
          new Mutant(
              "no boundary, no planned reconnect",
              "reconcile/PlannedReconnect.java",
              "PlannedReconnectTest",
              "if (latest.filter(at -> !draft.now.isBefore(at)).isEmpty()) {",
              "if (true) {"),
          new Mutant(
              "an item is cut off that was to play to its end",
              "reconcile/Edit.java",
              "ListEditTest",
              "case BOUNDARY -> Cost.NEXT_ITEM;",
              "case BOUNDARY -> Cost.AT_ONCE;"),
          new Mutant(
              "a plan calls a new sound free of cost",
              "reconcile/Edit.java",
              "EditCostTest",
              "case SAMPLE_RATE, CHANNELS -> of(Tie.SOUND);",
              "case SAMPLE_RATE, CHANNELS -> Cost.NOTHING;"),
          new Mutant(
              "a sound that is copied is reconnected for another one",
              "reconcile/Tie.java",
              "EditCostTest",
              "mode == MediaPolicy.Mode.COPY || begun",
              "begun"),
          new Mutant(
              "what left the list plays on",
              "reconcile/ListEdit.java",
              "ListEditTest",
              "if (now && left(onAir, walk.get())) {",
              "if (false) {"));

  private Fillers() {}
}
