package dev.wildstream.ffmpeg.library;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Which file system a path lies on, without asking any: by the kernel's table of what is mounted.
 *
 * @param points mount points, and by which number the kernel knows what is mounted there
 */
record Mounts(Map<Path, String> points) {

  /** Where nothing is known. */
  static final Mounts NONE = new Mounts(Map.of());

  private static final Path ROOT = Path.of("/");
  private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

  Mounts {
    points = Map.copyOf(points);
  }

  /** A mounted file system; what is mounted anew in its place is another. */
  record Mount(Path point, String number) {}

  /**
   * Reads the table.
   *
   * @param lines of {@code /proc/self/mountinfo}: number, parent, device, root, mount point …
   */
  static Mounts of(List<String> lines) {
    Map<Path, String> points = new HashMap<>();
    for (String line : lines) {
      String[] fields = line.split(" ", 6);
      if (fields.length == 6) {
        try {
          points.put(Path.of(unescaped(fields[4])), fields[0]); // the last one covers those before
        } catch (InvalidPathException odd) {
          // cannot be named by an item either
        }
      }
    }
    return new Mounts(points);
  }

  /**
   * The file system on which a file lies.
   *
   * @param path absolute, without symbolic links
   */
  Mount of(Path path) {
    for (Path at = path; at != null; at = at.getParent()) {
      String number = points.get(at);
      if (number != null) {
        return new Mount(at, number);
      }
    }
    return new Mount(ROOT, "");
  }

  /** Whether another file system begins there. */
  boolean isPoint(Path path) {
    return points.containsKey(path);
  }

  Set<Mount> all() {
    Set<Mount> all = new HashSet<>();
    points.forEach((point, number) -> all.add(new Mount(point, number)));
    return all;
  }

  /** Blanks and the like are told as a backslash and three digits; the rest is UTF-8. */
  private static String unescaped(String text) {
    String plain =
        OCTAL
            .matcher(text)
            .replaceAll((MatchResult found) ->
                java.util.regex.Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(found.group(1), 8))));
    return new String(plain.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
