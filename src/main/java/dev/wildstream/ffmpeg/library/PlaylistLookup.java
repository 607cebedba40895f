package dev.wildstream.ffmpeg.library;

import dev.wildstream.desired.PlaylistEntry;
import dev.wildstream.loop.Clock;
import dev.wildstream.observed.Listing.Listed;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Replaces a playlist's entries by the files they stand for. Remembers the look-up before, so that
 * a folder that cannot be reached for a while keeps its files. Not safe for use by several threads.
 */
final class PlaylistLookup {

  /** More items than a channel plays in a year; a pattern that met the whole disk stops here. */
  static final int MOST_ITEMS = 100_000;

  /** Films and sounds; pictures are played only where they are named: a folder has its covers. */
  private static final Set<String> MEDIA =
      Set.of(
          "mp4", "m4v", "mov", "mkv", "webm", "avi", "ts", "m2ts", "mts", "mpg", "mpeg", "m2v",
          "flv", "f4v", "wmv", "asf", "3gp", "3g2", "ogv", "ogm", "vob", "mxf", "nut", "dv", "rm",
          "rmvb", "divx", "wtv", "mp3", "mp2", "m4a", "m4b", "aac", "flac", "ogg", "oga", "opus",
          "wav", "w64", "aif", "aiff", "caf", "ac3", "eac3", "dts", "wma", "mka", "weba");

  private static final String NO_TEXT =
      "its name holds bytes that are no text here; rename it, or run the hub with LC_ALL=C.UTF-8";

  private final Clock clock;
  private final Reach reach;
  private final Admission admission;
  private final Settling settling;
  private Map<PlaylistEntry, List<Listed>> before = new HashMap<>();
  private boolean firstLook = true;

  /** A look-up for one stream. */
  PlaylistLookup(Clock clock, Reach reach, Admission admission) {
    this(clock, reach, admission, Settling.Newcomers.WAIT);
  }

  /** A look-up for one stream. */
  PlaylistLookup(Clock clock, Reach reach, Admission admission, Settling.Newcomers newcomers) {
    this.settling = new Settling(newcomers);
    this.clock = clock;
    this.reach = reach;
    this.admission = admission;
  }

  /** One look at all entries: what is asked of all at once, and the rules as they are now. */
  private record Round(Admission.Round rules, Map<Path, Look> literals) {}

  /**
   * The files that the entries stand for now, in their order, at most 100,000.
   *
   * <p>Where the first look finds nothing but files that were changed just now, it takes them: the
   * channel has nothing else to show, and one that is half there is told by its probe.
   */
  List<Listed> look(List<PlaylistEntry> entries) {
    List<Listed> found = lookOnce(entries);
    boolean nothing = found.stream().allMatch(item -> item.trouble().isPresent());
    if (firstLook && nothing) {
      settling.admitWaiting();
      found = lookOnce(entries);
    }
    firstLook = false;
    return found;
  }

  private List<Listed> lookOnce(List<PlaylistEntry> entries) {
    settling.begin();
    Map<PlaylistEntry, List<Listed>> found = new HashMap<>();
    List<Listed> all = new ArrayList<>();
    Round round = new Round(admission.round(), reach.look(literals(entries)));
    for (PlaylistEntry entry : entries) {
      List<Listed> some = found.computeIfAbsent(entry, e -> look(e, round));
      all.addAll(some.subList(0, Math.min(some.size(), MOST_ITEMS - all.size())));
    }
    settling.end();
    before = found;
    return all;
  }

  private static Set<Path> literals(List<PlaylistEntry> entries) {
    Set<Path> paths = new LinkedHashSet<>();
    for (PlaylistEntry entry : entries) {
      if (entry instanceof PlaylistEntry.Literal literal) {
        paths.add(literal.path());
      }
    }
    return paths;
  }

  private List<Listed> look(PlaylistEntry entry, Round round) {
    return switch (entry) {
      case PlaylistEntry.Literal(Path path, PlaylistEntry.Cut cut, int times) ->
          List.of(listed(path.toString(), round.literals().get(path), cut, times, round));
      case PlaylistEntry.Found found -> {
        try {
          yield found(found, round);
        } catch (IOException unreachable) {
          yield kept(found).orElseGet(() -> List.of(trouble(found, reason(unreachable))));
        } catch (InvalidPathException odd) {
          yield List.of(trouble(found, "is no path"));
        }
      }
    };
  }

  private List<Listed> found(PlaylistEntry.Found entry, Round round) throws IOException {
    Path path = entry.folder().resolve(entry.text()).normalize();
    Look look = reach.look(path);
    if (look instanceof Look.Found there) {
      Optional<String> outside = round.rules().outside(there);
      if (outside.isPresent()) { // not even its names, or the lines of a list, are told
        return List.of(trouble(path.toString(), outside.get()));
      }
    }
    if (look.isFolder()) {
      String prefix = path.getNameCount() == 0 ? "/" : path + "/";
      Map<String, Look> media = new HashMap<>();
      reach
          .entries(path, PlaylistLookup::isMedia)
          .forEach((name, there) -> media.put(prefix + name, there));
      return joining(entry, media, round, "the folder has no media file");
    }
    if (look.isFile()) {
      return M3u.isNamed(path)
          ? lines(entry, M3u.read(path, list(look.found())), round)
          : List.of(listed(path.toString(), look, PlaylistEntry.Cut.WHOLE, 1, round));
    }
    if (look instanceof Look.Failed failed) {
      if (!failed.isUnanswered() && Glob.isPattern(entry.text())) {
        Glob glob = new Glob(entry.text(), entry.folder(), MOST_ITEMS, reach);
        Optional<String> outside = round.rules().outsideFrom(reach.look(glob.base()).found());
        if (outside.isPresent()) {
          return List.of(trouble(entry, outside.get()));
        }
        Map<String, Look> matches = new HashMap<>();
        glob.files().forEach((file, there) -> matches.put(file.toString(), there));
        return joining(entry, matches, round, "no file matches");
      }
      throw failed.why();
    }
    throw new IOException("is no file");
  }

  /**
   * What a list says. Its lines are told, as items that are missing: so what only a symbolic link
   * calls a list is none, or the link could tell the key that a key file holds.
   */
  private byte[] list(Look.Found list) throws IOException {
    if (!M3u.isNamed(list.real())) {
      throw new IOException("is a list by its name alone, and a link to a file of another kind");
    }
    return reach.read(list, M3u.LARGEST + 1);
  }

  /** By its ending; a hidden file is none. */
  static boolean isMedia(String name) {
    int dot = name.lastIndexOf('.');
    return !name.startsWith(".")
        && dot > 0
        && MEDIA.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
  }

  /** Found files that may join, or why there are none. */
  private List<Listed> joining(
      PlaylistEntry.Found entry, Map<String, Look> found, Round round, String ifNone) {
    List<Listed> items = new ArrayList<>();
    for (String file : ordered(entry, found.keySet())) {
      Look look = found.get(file);
      if (Reach.isNoText(file, look)) {
        items.add(trouble(file, NO_TEXT));
      } else if ((look.isFile() || look.isUnanswered()) && items.size() < MOST_ITEMS) {
        items.add(listed(file, look, PlaylistEntry.Cut.WHOLE, 1, round));
      }
    }
    return joined(entry, items, ifNone);
  }

  /** In natural order; with little work where most of them stood so before. */
  private List<String> ordered(PlaylistEntry.Found entry, Set<String> files) {
    Set<String> ordered = new LinkedHashSet<>();
    for (Listed item : before.getOrDefault(entry, List.of())) {
      if (files.contains(item.path())) {
        ordered.add(item.path());
      }
    }
    ordered.addAll(files);
    List<String> sorted = new ArrayList<>(ordered);
    sorted.sort(NaturalOrder.OF_PATHS);
    return sorted;
  }

  private List<Listed> lines(PlaylistEntry.Found entry, List<M3u.Line> lines, Round round) {
    Map<Path, Look> looks =
        reach.look(
            lines.stream()
                .filter(line -> line.trouble().isEmpty())
                .map(line -> Path.of(line.path()))
                .distinct()
                .toList());
    List<Listed> items = new ArrayList<>();
    for (M3u.Line line : lines) {
      if (line.trouble().isPresent()) {
        items.add(trouble(line.path(), line.trouble().get()));
      } else {
        Path file = Path.of(line.path());
        items.add(listed(line.path(), looks.get(file), PlaylistEntry.Cut.WHOLE, 1, round));
      }
    }
    return joined(entry, items, "the list names no file");
  }

  private List<Listed> joined(PlaylistEntry.Found entry, List<Listed> items, String ifNone) {
    List<Listed> joined =
        items.stream().filter(item -> item.stamp().isEmpty() || mayJoin(item)).toList();
    if (joined.isEmpty()) {
      int fresh = items.size();
      return List.of(trouble(entry, fresh > 0 ? stillWritten(fresh) : ifNone));
    }
    return joined;
  }

  private boolean mayJoin(Listed item) {
    return settling.mayJoin(item.path(), item.stamp().orElseThrow(), clock.steady(), clock.wall());
  }

  private static String stillWritten(int files) {
    return (files == 1 ? "its file was" : "its " + files + " files were")
        + " changed just now; they join once they have not changed for "
        + Settling.QUIET.toSeconds()
        + " s";
  }

  private static Listed listed(
      String path, Look look, PlaylistEntry.Cut cut, int times, Round round) {
    Admission.Answer answer = round.rules().judge(look);
    return new Listed(path, cut.start(), cut.end(), times, answer.admitted(), answer.refused());
  }

  /** What the entry stood for before; empty where it stood for nothing that can be played. */
  private Optional<List<Listed>> kept(PlaylistEntry.Found entry) {
    List<Listed> items =
        before.getOrDefault(entry, List.of()).stream().filter(i -> i.stamp().isPresent()).toList();
    boolean single =
        items.size() == 1
            && items
                .getFirst()
                .path()
                .equals(entry.folder().resolve(entry.text()).normalize().toString());
    if (items.isEmpty() || single) {
      return Optional.empty();
    }
    items.forEach(i -> settling.stays(i.path()));
    return Optional.of(items);
  }

  private static Listed trouble(PlaylistEntry.Found entry, String why) {
    return trouble(
        entry.text().startsWith("/") ? entry.text() : entry.folder() + "/" + entry.text(), why);
  }

  private static Listed trouble(String path, String why) {
    return new Listed(path, Duration.ZERO, Optional.empty(), 1, Optional.empty(), Optional.of(why));
  }

  static String reason(IOException failure) {
    return switch (failure) {
      case NoSuchFileException missing -> "no such file";
      case AccessDeniedException denied ->
          "permission denied for user " + System.getProperty("user.name");
      default -> {
        String message = failure.getMessage();
        yield message == null ? failure.getClass().getSimpleName() : message;
      }
    };
  }
}
