package dev.wildstream.loop;

import dev.wildstream.desired.Commit;
import dev.wildstream.desired.Problem;
import dev.wildstream.desired.Reading;
import dev.wildstream.desired.Revision;
import dev.wildstream.desired.SourceFile;
import dev.wildstream.desired.StreamName;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.memory.Event;
import dev.wildstream.reconcile.Happening;
import dev.wildstream.reconcile.Takeover;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The revision in force: the newest one that was accepted. A refused one changes nothing; where
 * none was accepted in this hub's life, the one that the store kept from before stays in force.
 */
public final class Configuration {

  private final String path;
  private final Revisions revisions;
  private final Store store;
  private final Function<List<SourceFile>, Reading> reader;

  private Optional<Revision> inForce = Optional.empty();
  private Optional<Commit> commit = Optional.empty();
  private Optional<Instant> appliedAt = Optional.empty();
  private Optional<Instant> refusedAt = Optional.empty();
  private List<Problem> problems = List.of();
  private String refusedDigest = "";
  private Map<StreamName, StreamSpec> before = Map.of();
  private Instant changedAt = Instant.EPOCH;
  private boolean isWithheld;
  private Optional<KeptRevision> kept = Optional.empty();
  private Optional<KeptRevision> keptBefore = Optional.empty();
  private Map<StreamName, StreamSpec> settled = Map.of();
  private List<StreamName> order = List.of();
  private Optional<Revisions.Read> seen = Optional.empty();
  private final Map<String, Long> reloads =
      new TreeMap<>(Map.of("applied", 0L, "unchanged", 0L, "rejected", 0L));

  /**
   * Nothing in force yet.
   *
   * @param path as given with {@code --config}
   * @param reader reads the files that the store kept
   */
  public Configuration(
      String path, Revisions revisions, Store store, Function<List<SourceFile>, Reading> reader) {
    this.path = path;
    this.revisions = revisions;
    this.store = store;
    this.reader = reader;
  }

  /**
   * Takes the newest reading, if it is new.
   *
   * @param now by the steady clock
   * @param wall the same moment, for people
   */
  void take(Instant now, Instant wall, Chronicle chronicle) {
    Optional<Revisions.Read> newest = revisions.newest();
    if (newest.isEmpty() || seen.filter(s -> s == newest.get()).isPresent()) {
      return;
    }
    Revisions.Read read = newest.get();
    long unchanged = read.times() - seen.map(Revisions.Read::times).orElse(0L) - 1;
    boolean same = seen.map(s -> s.changedAt().equals(read.changedAt())).orElse(false);
    reloads.merge("unchanged", Math.max(0, same ? unchanged + 1 : unchanged), Long::sum);
    seen = newest;
    if (same) {
      checkedOutAnew(read);
      return;
    }
    switch (read.reading()) {
      case Reading.Accepted(Revision revision) -> accept(revision, read, now, wall, chronicle);
      case Reading.Refused refused -> {
        withhold(read.changedAt());
        refuse(refused, read.commit(), wall, chronicle);
      }
    }
  }

  /** The same files may come to be of another commit: one that changes others, or one of them. */
  private void checkedOutAnew(Revisions.Read read) {
    boolean isInForce = read.reading() instanceof Reading.Accepted;
    if (isInForce && !read.commit().equals(commit)) {
      commit = read.commit();
      keep(new KeptRevision(read.files(), commit));
    }
  }

  private void accept(
      Revision revision, Revisions.Read read, Instant now, Instant wall, Chronicle chronicle) {
    boolean mended = refusedAt.isPresent();
    refusedAt = Optional.empty();
    refusedDigest = "";
    problems = List.of();
    if (inForce.map(Revision::digest).equals(Optional.of(revision.digest()))) {
      checkedOutAnew(read);
      if (isWithheld) { // as new as if it were another
        changedAt = read.changedAt();
        isWithheld = false;
        kept.ifPresent(store::keepLastGood);
      }
      reloads.merge("unchanged", 1L, Long::sum);
      if (mended) {
        tellApplied(revision, chronicle);
      }
      return;
    }
    reloads.merge("applied", 1L, Long::sum);
    before = desired(read.changedAt());
    boolean wasStill = !isWithheld && settlesAt(read.changedAt()).isEmpty();
    keptBefore = wasStill || keptBefore.isEmpty() ? kept : keptBefore;
    changedAt = read.changedAt();
    isWithheld = false;
    take(revision, read.commit(), wall);
    keep(new KeptRevision(read.files(), commit));
    tellApplied(revision, chronicle);
  }

  private void keep(KeptRevision revision) {
    kept = Optional.of(revision);
    store.keepLastGood(revision);
  }

  /**
   * A revision that was not still for as long as a removal waits, since the files went on to
   * something that is refused, was perhaps half of a write: what it does not have stays, here and
   * for the next hub, until there is one that is.
   */
  private void withhold(Instant refusedAt) {
    if (Takeover.settlesAt(changedAt, refusedAt).isPresent()) {
      isWithheld = true;
      keptBefore.ifPresent(store::keepLastGood);
    }
  }

  private void tellApplied(Revision revision, Chronicle chronicle) {
    chronicle.tell(
        Optional.empty(),
        new Happening(Event.Kind.REVISION_APPLIED, told(counts(revision), commit)),
        name());
  }

  private void refuse(
      Reading.Refused refused, Optional<Commit> refusedCommit, Instant wall, Chronicle chronicle) {
    reloads.merge("rejected", 1L, Long::sum);
    if (refusedAt.isEmpty()) {
      refusedAt = Optional.of(wall);
    }
    problems = refused.problems();
    boolean told = refusedDigest.equals(refused.digest());
    refusedDigest = refused.digest();
    if (inForce.isEmpty()) {
      takeLastGood(wall, chronicle);
    }
    if (!told) {
      problems.forEach(problem ->
          chronicle.tell(
              Optional.empty(),
              new Happening(
                  Event.Kind.REVISION_REJECTED,
                  told(fields("problem", problem.headline()), refusedCommit)),
              name()));
    }
  }

  private void takeLastGood(Instant wall, Chronicle chronicle) {
    KeptRevision good = store.lastGood();
    if (!good.files().isEmpty()
        && reader.apply(good.files()) instanceof Reading.Accepted(Revision revision)) {
      kept = Optional.of(good);
      take(revision, good.commit(), wall);
      Map<String, String> counts = counts(revision);
      counts.put("from", "the last good one, since the files are refused");
      chronicle.tell(
          Optional.empty(),
          new Happening(Event.Kind.REVISION_APPLIED, told(counts, commit)),
          name());
    }
  }

  private void take(Revision revision, Optional<Commit> itsCommit, Instant wall) {
    inForce = Optional.of(revision);
    commit = itsCommit;
    appliedAt = Optional.of(wall);
    settled =
        Collections.unmodifiableMap(
            Takeover.inForce(Map.of(), revision, changedAt, changedAt.plus(Takeover.SETTLED)));
    order = revision.streams().stream().filter(StreamSpec::enabled).map(StreamSpec::name).toList();
  }

  /** A host whose name is not the expected one runs nothing, and must say why. */
  private static Map<String, String> counts(Revision revision) {
    Map<String, String> counts = fields("streams", String.valueOf(revision.streams().size()));
    if (!revision.elsewhere().isEmpty()) {
      counts.put("elsewhere", String.valueOf(revision.elsewhere().size()));
    }
    return counts;
  }

  private static Map<String, String> told(Map<String, String> fields, Optional<Commit> commit) {
    commit.ifPresent(c -> {
      fields.put("commit", c.shortName());
      c.subject().ifPresent(subject -> fields.put("subject", subject));
    });
    return fields;
  }

  private static Map<String, String> fields(String... keysAndValues) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      fields.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return fields;
  }

  /** Whether any revision is in force. */
  boolean inForce() {
    return inForce.isPresent();
  }

  /** Digest of the revision in force; empty text = none is. */
  String digest() {
    return inForce.map(Revision::digest).orElse("");
  }

  /** How people name the revision in force: its commit, else its digest; empty text = none is. */
  String name() {
    return status().name().orElse("");
  }

  /** Every stream as it is desired now. */
  Map<StreamName, StreamSpec> desired(Instant now) {
    return inForce
        .filter(revision -> isWithheld || settlesAt(now).isPresent())
        .map(
            revision -> Takeover.inForce(before, revision, changedAt, isWithheld ? changedAt : now))
        .orElse(settled);
  }

  /** When a removal or disabling of the newest revision comes into force; empty = nothing waits. */
  Optional<Instant> settlesAt(Instant now) {
    return isWithheld ? Optional.empty() : Takeover.settlesAt(changedAt, now);
  }

  /** The streams that the newest revision has on the air, in the order of the file. */
  List<StreamName> order() {
    return order;
  }

  /** What a snapshot shows of the configuration. */
  Snapshot.Configuration status() {
    return new Snapshot.Configuration(
        path,
        inForce.map(Revision::digest),
        commit,
        appliedAt,
        refusedAt,
        problems,
        reloads,
        revisions.watching());
  }
}
