package dev.wildstream.ffmpeg;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  /**
   * A pattern.
   *
   * @param text with slashes; relative ones count from {@code folder}
   * @param most matches to find, then it stops
   */
  Glob(String text, Path folder, int most) {
    this.text = text;
    this.root = text.startsWith("/") ? Path.of("/") : folder;
    this.names = List.of(text.replaceAll("/+", "/").replaceFirst("^/", "").split("/"));
    this.most = most;
  }

  /** Whether a text has what makes it a pattern. */
  static boolean isPattern(String text) {
    return text.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
  }

  /**
   * The files that it stands for, in natural order.
   *
   * @throws IOException if the folder that its fixed part names cannot be read
   */
  List<Path> files() throws IOException {
    List<Path> found = new ArrayList<>();
    collect(root, 0, 0, found);
    return found.stream()
        .distinct()
        .sorted((a, b) -> NaturalOrder.OF_PATHS.compare(a.toString(), b.toString()))
        .toList();
  }

  private void collect(Path folder, int at, int depth, List<Path> found) throws IOException {
    if (found.size() >= most || depth > DEEPEST) {
      return;
    }
    String name = names.get(at);
    boolean last = at == names.size() - 1;
    if (name.equals("**")) {
      if (!last) {
        collect(folder, at + 1, depth, found);
      }
      for (Path entry : entries(folder, n -> !n.startsWith("."), at)) {
        if (Files.isDirectory(entry)) {
          collect(entry, at, depth + 1, found);
        } else if (last && Files.isRegularFile(entry)) {
          found.add(entry);
        }
      }
      return;
    }
    if (!isPattern(name)) {
      Path entry = folder.resolve(name).normalize();
      if (!last) {
        collect(entry, at + 1, depth + 1, found);
      } else if (Files.isRegularFile(entry)) {
        found.add(entry);
      }
      return;
    }
    for (Path entry : entries(folder, matcher(name), at)) {
      if (last && Files.isRegularFile(entry)) {
        found.add(entry);
      } else if (!last && Files.isDirectory(entry)) {
        collect(entry, at + 1, depth + 1, found);
      }
    }
  }

  /** A folder below the fixed part may go while it is looked at; the fixed part must be there. */
  private List<Path> entries(Path folder, Predicate<String> wanted, int at) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      for (Path entry : stream) {
        if (wanted.test(entry.getFileName().toString())) {
          entries.add(entry);
        }
      }
    } catch (java.nio.file.DirectoryIteratorException broken) {
      throw broken.getCause();
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
