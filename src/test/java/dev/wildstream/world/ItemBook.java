package dev.wildstream.world;

import dev.wildstream.desired.Apply;
import dev.wildstream.desired.MediaPolicy;
import dev.wildstream.desired.Playlist;
import dev.wildstream.desired.Resume;
import dev.wildstream.desired.StreamName;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.memory.Phase;
import dev.wildstream.memory.Session;
import dev.wildstream.memory.StreamMemory;
import dev.wildstream.observed.Listing;
import dev.wildstream.reconcile.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Of one stream: that each item follows the one before it in the list as it then is, that none is
 * left out but for a fault of its own, and that after a break it goes on where it was.
 */
final class ItemBook {

  /** An item that failed is left out for an hour at most. */
  private static final long LEFT_OUT = Duration.ofMinutes(61).toNanos();

  /** What changed is probed anew within this. */
  private static final long PROBED = Duration.ofSeconds(35).toNanos();

  /** A hub that is killed has kept the position some seconds ago. */
  private static final long KEPT = Duration.ofMillis(6_500).toNanos();

  /** A session may begin in any repetition of an item. */
  private static final int UNKNOWN = -1_000_000;

  /** What was fed. */
  private record Fed(
      long session, long begin, Listing.Listed item, int repetition, List<Listing.Listed> list) {
    String path() {
      return item.path();
    }
  }

  private final World world;
  private final StreamName stream;
  private final Map<String, Long> failures = new HashMap<>();
  private final List<Fed> fed = new ArrayList<>();
  private List<Listing.Listed> list = List.of();

  /** What the list was looked up for. */
  private Optional<Playlist> playlist = Optional.empty();

  private long leftAt;
  private boolean leavesNow;

  /** What was fed and left the list by that edit; what a folder loses later is shown to its end. */
  private Set<String> leaving = Set.of();

  private MediaPolicy.Mode mode = MediaPolicy.Mode.AUTO;

  /** What is fed to the session after the newest that was asked for. */
  private Optional<Fed> ahead = Optional.empty();

  /** What was fed to the session before one that was fed ahead; empty = it was not. */
  private List<Fed> beforeAhead = List.of();

  /** Whether the session before the newest was ended for nothing but its age. */
  private boolean reconnected;

  /** What was asked for last. */
  private Optional<Step.StartFeeder> lastStep = Optional.empty();

  /** What is about to be asked for. */
  private Optional<Step.StartFeeder> decided = Optional.empty();

  /** What a hub was about to ask for when it was killed. */
  private Optional<String> neverDone = Optional.empty();

  /** The feeder that is being cut off. */
  private Optional<Step.CutFeeder> cutting = Optional.empty();

  private boolean unknown = true;
  private boolean lastNeverWrote;

  /** The same of what was fed last to the session that is on the air, where more is fed ahead. */
  private boolean neverWroteBeforeAhead;

  /** Whether what was fed last has left the list since: its repetitions did too, if it is back. */
  private boolean lastLeft;

  private boolean finished;
  private boolean anotherBoot;
  private boolean odd;
  private long asked;
  private long askedBefore;

  ItemBook(World world, StreamName stream) {
    this.world = world;
    this.stream = stream;
  }

  /** The list as the hub sees it now. */
  void listed(Listing now, Playlist of, Apply apply) {
    list = now.items();
    lastLeft |= !fed.isEmpty() && isGone(fed.getLast());
    if (!playlist.equals(Optional.of(of))) {
      leftAt = world.agenda.now();
      leaving = Set.copyOf(fed.stream().filter(this::isGone).map(Fed::path).toList());
      leavesNow = apply == Apply.NOW;
    }
    playlist = Optional.of(of);
  }

  List<String> list() {
    return list.stream().map(Listing.Listed::path).toList();
  }

  /** Whether the list that the hub sees is of the playlist as the file has it. */
  boolean isListOf(StreamSpec spec) {
    return playlist.equals(Optional.of(spec.playlist()));
  }

  /** When an edit of the list was first seen. */
  long leftAt() {
    return leftAt;
  }

  /** Whether something was fed before the last edit, which was to apply at once. */
  boolean isToBeCut(Step.StartFeeder step) {
    return leavesNow
        && leaving.contains(step.path())
        && fedBy(step).map(this::isGone).orElse(false);
  }

  /** Whether what a feeder reads may not be in the list as the hub sees it now. */
  boolean mayBeGone(Step.StartFeeder step) {
    return hadTwins() || item(step).isEmpty() || fedBy(step).map(this::isGone).orElse(true);
  }

  private boolean isGone(Fed of) {
    return list.stream().noneMatch(l -> same(l, of.item()));
  }

  private Optional<Fed> fedBy(Step.StartFeeder step) {
    long begin = step.timeline().toNanos();
    return fed.stream()
        .filter(each -> each.session() == step.session() && each.begin() == begin)
        .findFirst();
  }

  /** Whether there is an excuse for playing nothing of the list. */
  boolean nothingIsWell(StreamSpec spec) {
    mode = spec.media().mode();
    return odd || list.stream().allMatch(this::isExcused);
  }

  /**
   * Since when something of the list, as it really is, could be played.
   *
   * @param lastResort how long after a failure it is tried again
   */
  long playableSince(StreamSpec spec, long lastResort) {
    long since = Agenda.NEVER;
    if (odd && spec.media().mode() == MediaPolicy.Mode.COPY) {
      return since;
    }
    for (Listing.Listed item : world.files.list(spec.playlist())) {
      Optional<MediaFile> file = world.files.at(item.path());
      boolean good =
          file.filter(f -> f.isGood(spec.media().mode()))
              .filter(f -> item.start().plusSeconds(2).compareTo(f.length()) < 0)
              .filter(f -> f.claimed().map(c -> c.compareTo(f.length()) >= 0).orElse(true))
              .isPresent();
      if (good) {
        long at = Math.max(world.files.changedAt(item.path()), world.files.hungAt());
        since = Math.min(since, Math.max(at, failedAt(item.path()) + lastResort));
      }
    }
    return since;
  }

  /** Where it goes on nobody can tell. */
  void forget() {
    unknown = true;
  }

  /** What an earlier stream of the name remembered of its files may not be forgotten. */
  void maybeOfAnEarlierOne(ItemBook earlier) {
    failures.putAll(earlier.failures);
  }

  /** Only the wall clock tells the next hub how long ago anything was. */
  void rebooted() {
    forget();
    anotherBoot = true;
  }

  /** To a hub of another boot all that failed may seem to have failed just now. */
  void hubStarts() {
    if (anotherBoot) {
      failures.replaceAll((path, at) -> world.agenda.now());
    }
    anotherBoot = false;
  }

  /** A feeder could not even be started. */
  void failedToStart(String path) {
    failures.put(path, world.agenda.now());
  }

  /** A feeder ended; that its item is left out for a while is no wonder unless all went well. */
  void ended(SimulatedFeeder feeder) {
    if (feeder.isStandby() || isCut(feeder.step())) {
      return;
    }
    Duration span = feeder.span();
    boolean whole = feeder.failure().isEmpty() && feeder.written().equals(span) && !span.isZero();
    if (!whole) {
      failures.put(feeder.step().path(), world.agenda.now());
    }
    if (lastStep.equals(Optional.of(feeder.step()))) {
      lastNeverWrote = feeder.written().isZero();
    }
  }

  private boolean isCut(Step.StartFeeder step) {
    return cutting
        .filter(cut -> cut.session() == step.session() && cut.number() == step.number())
        .isPresent();
  }

  /** The hub cuts off what is on the air, and all that was fed behind it. */
  void cuts(Step.CutFeeder cut) {
    cutting = Optional.of(cut);
    leavesNow = false;
  }

  /** What was not read was thrown away. */
  void cut(long session, long reached) {
    while (fed.size() > 1 && fed.getLast().begin() >= reached) {
      fed.removeLast();
    }
    lastNeverWrote = !fed.isEmpty() && fed.getLast().begin() >= reached;
    lastLeft = true;
  }

  /** When an item last did not play to its end. */
  long failedAt(String path) {
    return failures.getOrDefault(path, -LEFT_OUT);
  }

  /** What the hub says of the stream. */
  void ofPhase(Phase phase) {
    finished = phase == Phase.FINISHED;
    unknown |= finished; // it begins anew after an edit
  }

  /** Whether all laps are played. */
  boolean isFinished() {
    return finished;
  }

  /** Whether a session may be made to fit it and none of the others. */
  private boolean isOther(Listing.Listed item) {
    boolean changed = world.files.changedAt(item.path()) + PROBED > world.agenda.now();
    return changed || world.files.at(item.path()).map(MediaFile::isOther).orElse(true);
  }

  private boolean isExcused(Listing.Listed item) {
    long now = world.agenda.now();
    Optional<MediaFile> file = world.files.at(item.path());
    boolean good = file.map(f -> f.isGood(mode)).orElse(false);
    boolean changed = world.files.changedAt(item.path()) + PROBED > now;
    boolean failed = failedAt(item.path()) + LEFT_OUT > now;
    boolean lies =
        file.map(f -> f.claimed().map(c -> c.compareTo(f.length()) < 0).orElse(false))
            .orElse(false);
    boolean beyond = file.map(f -> f.length().compareTo(item.start()) <= 0).orElse(true);
    return lies || !good || changed || failed || beyond || world.files.hungAt() + PROBED > now;
  }

  /** The hub asks for a publisher: from here on it remembers the list as it is now. */
  void startsPublisher(long session) {
    fed.removeIf(each -> each.session() >= session); // of a number that was forgotten
    askedBefore = asked;
    asked = session;
    beforeAhead = List.of();
    reconnected = world.books.booksOf(stream).ending.reconnects();
    if (ahead.filter(first -> first.session() == session).isPresent()) {
      beforeAhead = List.copyOf(fed);
      fed.clear();
      fed.add(ahead.get());
      lastLeft = isGone(ahead.get());
    }
    ahead = Optional.empty();
    odd = mode == MediaPolicy.Mode.COPY && list.stream().anyMatch(this::isOther);
  }

  /** A new hub goes on with what was kept, maybe of a session that was never asked for. */
  void goesOn(StreamMemory kept) {
    asked = Math.max(asked, kept.sessions());
    neverDone =
        kept.session()
            .filter(session -> !session.segments().isEmpty())
            .flatMap(session -> session.segments().getLast().item())
            .map(position -> position.item().path());
  }

  /** The hub is about to ask for a feeder, and remembers it. */
  void decides(Step.StartFeeder step) {
    neverDone = decided.map(Step.StartFeeder::path).or(() -> neverDone);
    decided = Optional.of(step);
  }

  /** The hub asks for a feeder. */
  void starts(Step.StartFeeder step, StreamSpec spec) {
    mode = spec.media().mode();
    decided = Optional.empty();
    if (SimulatedFeeder.isStandby(step)) {
      return; // what follows it is what would have without it
    }
    lastStep = Optional.of(step);
    if (ahead.isPresent()) {
      lastNeverWrote = neverWroteBeforeAhead; // what was fed ahead is thrown away
    }
    cutting = cutting.filter(cut -> !isCut(step)); // one of a number that was forgotten
    boolean isAhead = step.session() > asked;
    if (!isAhead && step.number() == 1) {
      lastNeverWrote = true; // if it was fed ahead, that was thrown away
    }
    Optional<Listing.Listed> item = item(step);
    if (item.isEmpty()) {
      unknown = true; // it left the list between two looks
      return;
    }
    world.journal.note(
        () -> "  book: " + stream + " of " + list.stream().map(Listing.Listed::path).toList());
    boolean shuffled = spec.playlist().order() == Playlist.Order.SHUFFLE;
    if (!unknown && !shuffled && !hasTwins(list) && !hadTwins()) {
      boolean sameSession =
          !fed.isEmpty()
              && (isAhead
                  ? fed.getLast().session() == asked
                  : fed.getLast().session() == step.session());
      Set<Listing.Listed> allowed = sameSession ? followers() : resumed(spec, fed);
      boolean anew = step.number() == 1 && !isAhead && !beforeAhead.isEmpty();
      if (sameSession && anew && !reconnected) {
        // what was fed ahead went with the hub that fed it: after the break before, this is a start
        Set<Listing.Listed> after = resumed(spec, beforeAhead);
        allowed = after.isEmpty() ? after : union(allowed, after);
      }
      judge(step, item.get(), sameSession, allowed);
    }
    if (isAhead) {
      long begin = step.timeline().toNanos();
      int repetition = repetition(item.get());
      ahead = Optional.of(new Fed(step.session(), begin, item.get(), repetition, list));
      neverWroteBeforeAhead = lastNeverWrote;
      lastNeverWrote = true;
      return;
    }
    ahead = Optional.empty();
    neverDone = Optional.empty();
    remember(step, item.get());
    unknown = shuffled || odd;
  }

  private void judge(
      Step.StartFeeder step,
      Listing.Listed item,
      boolean sameSession,
      Set<Listing.Listed> allowed) {
    world.books.promise(
        sameSession
            ? "No item is left out or played twice but for a fault of its own"
            : "After a break it goes on where it was",
        allowed.isEmpty() || allowed.contains(item) || wasToBeNext(step),
        () -> stream + " plays " + item + " and not one of " + allowed);
  }

  private static Set<Listing.Listed> union(Set<Listing.Listed> one, Set<Listing.Listed> other) {
    Set<Listing.Listed> both = new HashSet<>(one);
    both.addAll(other);
    return both;
  }

  /** What an earlier hub remembered as the next item and never came to, in another list maybe. */
  private boolean wasToBeNext(Step.StartFeeder step) {
    return neverDone.filter(step.path()::equals).isPresent();
  }

  private Optional<Listing.Listed> item(Step.StartFeeder step) {
    return list.stream()
        .filter(l -> l.path().equals(step.path()) && l.end().equals(step.to()))
        .filter(l -> !l.start().minusSeconds(2).minus(step.from()).isPositive())
        .findFirst();
  }

  private boolean hadTwins() {
    return fed.stream().anyMatch(each -> hasTwins(each.list()));
  }

  private static boolean hasTwins(List<Listing.Listed> list) {
    return new HashSet<>(list.stream().map(Listing.Listed::path).toList()).size() < list.size();
  }

  private void remember(Step.StartFeeder step, Listing.Listed item) {
    boolean first = fed.isEmpty() || fed.getLast().session() != step.session();
    int repetition = first ? UNKNOWN : repetition(item);
    if (first) {
      fed.clear();
    }
    fed.add(new Fed(step.session(), step.timeline().toNanos(), item, repetition, list));
    while (fed.size() > 40) {
      fed.removeFirst();
    }
    lastNeverWrote = true;
    lastLeft = false;
  }

  /** Which repetition of an item follows what was fed last. */
  private int repetition(Listing.Listed item) {
    if (fed.isEmpty() || !same(fed.getLast().item(), item)) {
      return 0;
    }
    int last = fed.getLast().repetition();
    if (!lastNeverWrote) {
      return last + 1;
    }
    return isExcused(item) ? UNKNOWN : last; // the same once more, or a turn that came round
  }

  /** What may come after the newest item of this session. */
  private Set<Listing.Listed> followers() {
    Fed last = fed.getLast();
    Set<Listing.Listed> allowed = new HashSet<>();
    int here = place(last);
    boolean still = list.stream().anyMatch(l -> same(l, last.item()));
    if (still && (lastNeverWrote || last.repetition() + 1 < list.get(here).times())) {
      allowed.add(list.get(here));
      if (!isExcused(list.get(here)) && last.repetition() >= 0 && !lastLeft) {
        return allowed;
      }
    }
    addFrom(here + 1, allowed);
    if (!still) {
      addAfterEarlier(fed, allowed);
    }
    return allowed;
  }

  /** What was played before an item that is gone counts as its predecessor too. */
  private void addAfterEarlier(List<Fed> fed, Set<Listing.Listed> allowed) {
    for (Fed each : fed.reversed()) {
      for (int now = 0; now < list.size(); now++) {
        if (same(list.get(now), each.item())) {
          addFrom(now + 1, allowed);
          return;
        }
      }
    }
  }

  /** The first item from a place on that has no excuse, and all that have one before it. */
  private void addFrom(int place, Set<Listing.Listed> allowed) {
    for (int i = 0; i < list.size(); i++) {
      Listing.Listed next = list.get(Math.floorMod(place + i, list.size()));
      allowed.add(next);
      if (!isExcused(next)) {
        return;
      }
    }
    allowed.addAll(list); // nothing is well: whatever is due again first
  }

  /** All that have an excuse before a place. */
  private void addUpTo(int place, Set<Listing.Listed> allowed) {
    for (int i = 1; i < list.size(); i++) {
      Listing.Listed before = list.get(Math.floorMod(place - i, list.size()));
      if (!isExcused(before)) {
        return;
      }
      allowed.add(before);
    }
  }

  /** Whether the same items are in the list in the same order. */
  private boolean isList(List<Listing.Listed> then) {
    return list.size() == then.size()
        && IntStream.range(0, list.size()).allMatch(i -> same(list.get(i), then.get(i)));
  }

  /**
   * Where an item stands now; if it is gone, its nearest predecessor that is still there; or -1.
   */
  private int place(Fed of) {
    int then = of.list().indexOf(of.item());
    for (int i = then; i >= 0; i--) {
      for (int now = 0; now < list.size(); now++) {
        if (same(list.get(now), of.list().get(i))) {
          return now;
        }
      }
    }
    return -1;
  }

  /** The same cut of the same file, whatever became of the file. */
  private static boolean same(Listing.Listed one, Listing.Listed other) {
    return one.path().equals(other.path())
        && one.start().equals(other.start())
        && one.end().equals(other.end());
  }

  /** Where a new session may begin. */
  private Set<Listing.Listed> resumed(StreamSpec spec, List<Fed> fed) {
    Set<Listing.Listed> allowed = new HashSet<>();
    if (spec.resume() == Resume.START) {
      addFrom(0, allowed);
      return allowed;
    }
    Optional<SimulatedPublisher> gone = world.books.newest(stream);
    boolean known = !fed.isEmpty() && fed.getLast().session() == askedBefore;
    if (!known || gone.isEmpty() || gone.get().session() != fed.getLast().session()) {
      return Set.of(); // it never came to life, or nothing of it is known
    }
    long shown = gone.get().reported();
    long blur = world.books.blur() + KEPT;
    Fed first = fed.getFirst();
    if (first.begin() > Session.BEGIN.toNanos() && first.begin() + blur > shown) {
      // only the standby picture was seen, and it goes on where that began
      if (!isList(first.list())) {
        return Set.of(); // nobody knows where that was
      }
      addFrom(place(first), allowed);
      addUpTo(place(first), allowed);
    }
    for (int i = 0; i < fed.size(); i++) {
      Fed each = fed.get(i);
      boolean last = i + 1 == fed.size();
      long end = last ? shown : fed.get(i + 1).begin();
      boolean onAir = each.begin() <= shown && end + blur >= shown;
      if (onAir || (last && allowed.isEmpty())) {
        addFrom(place(each), allowed);
        addFrom(place(each) + 1, allowed); // it may have been at its very end
        if (!last && list.stream().noneMatch(l -> same(l, each.item()))) {
          addFrom(place(fed.get(i + 1)), allowed); // what was chosen to follow it then
        }
      }
    }
    if (list.stream().noneMatch(l -> same(l, fed.getLast().item()))) {
      addAfterEarlier(fed, allowed);
    }
    return allowed;
  }
}
