package dev.wildstream.ffmpeg.library;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern of paths: {@code *} and {@code ?} within a name, {@code [a-z]} and {@code [!a-z]} for
 * one character, {@code **} for any number of folders. A name that begins with a dot is met only by
 * a pattern that begins with one.
 */
final class Glob {

  /** How deep {@code **} goes: symbolic links may lead in circles. */
  private static final int DEEPEST = 32;

  private final String text;
  private final Path root;
  private final List<String> names;
  private final int most;
  private final Reach reach;

  /**
   * A pattern.
   *
   * @param text with slashes; relative ones count from {@code folder}
   * @param most matches to find, then it stops
   */
  Glob(String text, Path folder, int most, Reach reach) {
    this.text = text;
    this.root = text.startsWith("/") ? Path.of("/") : folder;
    this.names = List.of(text.replaceAll("/+", "/").replaceFirst("^/", "").split("/"));
    this.most = most;
    this.reach = reach;
  }

  /** Whether a text has what makes it a pattern. */
  static boolean isPattern(String text) {
    return text.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
  }

  /** The folder that its fixed part names, below which all lies that it stands for. */
  Path base() {
    Path base = root;
    for (String name : names.subList(0, names.size() - 1)) {
      if (isPattern(name)) {
        break;
      }
      base = base.resolve(name).normalize();
    }
    return base;
  }

  /**
   * The files that it stands for, by their paths, in no order.
   *
   * @throws IOException if the folder that its fixed part names cannot be read, or one that it
   *     meets does not answer
   */
  Map<Path, Look> files() throws IOException {
    Map<Path, Look> found = new HashMap<>();
    collect(root, 0, 0, found);
    return found;
  }

  private void collect(Path folder, int at, int depth, Map<Path, Look> found) throws IOException {
    if (found.size() >= most || depth > DEEPEST) {
      return;
    }
    String name = names.get(at);
    boolean last = at == names.size() - 1;
    if (name.equals("**")) {
      if (!last) {
        collect(folder, at + 1, depth, found);
      }
      for (Map.Entry<Path, Look> entry : entries(folder, n -> !n.startsWith("."), at).entrySet()) {
        if (entry.getValue().isFolder()) {
          collect(entry.getKey(), at, depth + 1, found);
        } else if (last && entry.getValue().isFile()) {
          found.put(entry.getKey(), entry.getValue());
        } else if (entry.getValue().isUnanswered()) {
          throw new DoesNotAnswer();
        }
      }
      return;
    }
    if (!isPattern(name)) {
      Path entry = folder.resolve(name).normalize();
      if (!last) {
        collect(entry, at + 1, depth + 1, found);
        return;
      }
      Look look = reach.look(entry);
      if (look.isUnanswered()) {
        throw new DoesNotAnswer();
      }
      if (look.isFile()) {
        found.put(entry, look);
      }
      return;
    }
    for (Map.Entry<Path, Look> entry : entries(folder, matcher(name), at).entrySet()) {
      Look look = entry.getValue();
      boolean told = look.isFile() || look.isUnanswered();
      if (last && (told || Reach.isNoText(entry.getKey().toString(), look))) {
        found.put(entry.getKey(), look);
      } else if (!last && look.isFolder()) {
        collect(entry.getKey(), at + 1, depth + 1, found);
      } else if (look.isUnanswered()) {
        throw new DoesNotAnswer(); // what lies below it must not seem gone
      }
    }
  }

  /** A folder below the fixed part may go while it is looked at; the fixed part must be there. */
  private Map<Path, Look> entries(Path folder, Predicate<String> wanted, int at)
      throws IOException {
    Map<Path, Look> entries = new HashMap<>();
    try {
      reach
          .entries(folder, wanted)
          .forEach((name, look) -> entries.put(folder.resolve(name), look));
    } catch (NoSuchFileException | NotDirectoryException gone) {
      if (names.subList(0, at).stream().noneMatch(Glob::isPattern)) {
        throw gone;
      }
    }
    return entries;
  }

  private static Predicate<String> matcher(String name) {
    Pattern pattern = regex(name);
    boolean hiddenToo = name.startsWith(".");
    return n -> (hiddenToo || !n.startsWith(".")) && pattern.matcher(n).matches();
  }

  private static Pattern regex(String name) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      int close = c == '[' ? name.indexOf(']', i + 2) : -1;
      if (c == '*') {
        regex.append(".*");
      } else if (c == '?') {
        regex.append('.');
      } else if (close > 0) {
        String inside = name.substring(i + 1, close);
        boolean not = inside.startsWith("!") || inside.startsWith("^");
        String characters = not ? inside.substring(1) : inside;
        regex.append(not ? "[^" : "[");
        regex.append(characters.replaceAll("([\\\\\\[\\]&^])", "\\\\$1")).append(']');
        i = close;
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    try {
      return Pattern.compile(regex.toString(), Pattern.DOTALL);
    } catch (PatternSyntaxException senseless) { // [z-a]
      return Pattern.compile(Pattern.quote(name));
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
