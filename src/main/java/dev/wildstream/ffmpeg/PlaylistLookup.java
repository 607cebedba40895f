package dev.wildstream.ffmpeg;

import dev.wildstream.desired.PlaylistEntry;
import dev.wildstream.loop.Clock;
import dev.wildstream.observed.FileStamp;
import dev.wildstream.observed.Listing.Listed;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
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

  private static final Set<String> MEDIA =
      Set.of(
          "mp4", "m4v", "mov", "mkv", "webm", "avi", "ts", "m2ts", "mts", "mpg", "mpeg", "m2v",
          "flv", "f4v", "wmv", "asf", "3gp", "3g2", "ogv", "ogm", "vob", "mxf", "nut", "dv", "rm",
          "rmvb", "divx", "wtv");

  private final Clock clock;
  private final List<Path> roots;
  private final Settling settling = new Settling();
  private Map<PlaylistEntry, List<Listed>> before = new HashMap<>();
  private boolean firstLook = true;

  /**
   * A look-up for one stream.
   *
   * @param roots folders outside of which nothing is played; empty list = no such limit
   */
  PlaylistLookup(Clock clock, List<Path> roots) {
    this.clock = clock;
    this.roots = List.copyOf(roots);
  }

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
    for (PlaylistEntry entry : entries) {
      List<Listed> some = found.computeIfAbsent(entry, this::look);
      all.addAll(some.subList(0, Math.min(some.size(), MOST_ITEMS - all.size())));
    }
    settling.end();
    before = found;
    return all;
  }

  private List<Listed> look(PlaylistEntry entry) {
    return switch (entry) {
      case PlaylistEntry.Literal(Path path, PlaylistEntry.Cut cut, int times) ->
          List.of(literal(path, cut, times));
      case PlaylistEntry.Found found -> {
        try {
          yield found(found);
        } catch (IOException unreachable) {
          yield kept(found).orElseGet(() -> List.of(trouble(found, reason(unreachable))));
        } catch (InvalidPathException odd) {
          yield List.of(trouble(found, "is no path"));
        }
      }
    };
  }

  private List<Listed> found(PlaylistEntry.Found entry) throws IOException {
    Path path = entry.folder().resolve(entry.text()).normalize();
    if (Files.isDirectory(path)) {
      return joining(entry, mediaIn(path), "the folder has no media file");
    }
    if (Files.isRegularFile(path)) {
      return M3u.isNamed(path)
          ? listed(entry, M3u.read(path))
          : List.of(literal(path, PlaylistEntry.Cut.WHOLE, 1));
    }
    if (!Files.exists(path) && Glob.isPattern(entry.text())) {
      List<Path> files = new Glob(entry.text(), entry.folder(), MOST_ITEMS).files();
      return joining(entry, files, "no file matches");
    }
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    throw new IOException("is no file");
  }

  private static List<Path> mediaIn(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path file : entries) {
        if (isMedia(file.getFileName().toString()) && Files.isRegularFile(file)) {
          files.add(file);
        }
        if (files.size() >= MOST_ITEMS) {
          break;
        }
      }
    } catch (DirectoryIteratorException broken) {
      throw broken.getCause();
    }
    files.sort((a, b) -> NaturalOrder.OF_PATHS.compare(a.toString(), b.toString()));
    return files;
  }

  /** By its ending; a hidden file is none. */
  static boolean isMedia(String name) {
    int dot = name.lastIndexOf('.');
    return !name.startsWith(".")
        && dot > 0
        && MEDIA.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
  }

  /** Found files that may join, or why there are none. */
  private List<Listed> joining(PlaylistEntry.Found entry, List<Path> files, String ifNone) {
    List<Listed> items = new ArrayList<>();
    int fresh = 0;
    for (Path file : files) {
      Listed item = literal(file, PlaylistEntry.Cut.WHOLE, 1);
      if (item.stamp().isPresent() && !mayJoin(item)) {
        fresh++;
      } else {
        items.add(item);
      }
    }
    if (items.isEmpty()) {
      return List.of(trouble(entry, fresh > 0 ? stillWritten(fresh) : ifNone));
    }
    return items;
  }

  private List<Listed> listed(PlaylistEntry.Found entry, List<M3u.Line> lines) {
    List<Listed> items = new ArrayList<>();
    int fresh = 0;
    for (M3u.Line line : lines) {
      if (line.trouble().isPresent()) {
        items.add(trouble(line.path(), line.trouble().get()));
        continue;
      }
      Listed item = literal(Path.of(line.path()), PlaylistEntry.Cut.WHOLE, 1);
      if (item.stamp().isPresent() && !mayJoin(item)) {
        fresh++;
      } else {
        items.add(item);
      }
    }
    if (items.isEmpty()) {
      return List.of(trouble(entry, fresh > 0 ? stillWritten(fresh) : "the list names no file"));
    }
    return items;
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

  private Listed literal(Path path, PlaylistEntry.Cut cut, int times) {
    Optional<FileStamp> stamp = Optional.empty();
    Optional<String> trouble = Optional.empty();
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      if (attributes.isDirectory()) {
        trouble = Optional.of("is a folder");
      } else if (!attributes.isRegularFile()) {
        trouble = Optional.of("is no file");
      } else if (!isAllowed(path)) {
        trouble = Optional.of("is outside of the folders that --media-root allows");
      } else {
        stamp = Optional.of(Stamps.of(attributes));
      }
    } catch (IOException unreadable) {
      trouble = Optional.of(reason(unreadable));
    }
    return new Listed(path.toString(), cut.start(), cut.end(), times, stamp, trouble);
  }

  private boolean isAllowed(Path path) throws IOException {
    if (roots.isEmpty()) {
      return true;
    }
    Path real = path.toRealPath();
    for (Path root : roots) {
      if (Files.exists(root) && real.startsWith(root.toRealPath())) {
        return true;
      }
    }
    return false;
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
