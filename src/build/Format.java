import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds every source file to google-java-format: {@code check} names the files that differ and
 * fails, {@code replace} mends them. Run by the build on the JDK it compiles with, since the
 * formatter parses with that JDK's own parser.
 */
final class Format {
  public static void main(String[] arguments) throws Exception {
    boolean replace = arguments[0].equals("replace");
    List<Path> differing = new ArrayList<>();
    List<Path> sources;
    try (var files = Files.walk(Path.of(arguments[1]))) {
      sources = files.filter(f -> f.toString().endsWith(".java")).sorted().toList();
    }
    for (Path source : sources) {
      String text = Files.readString(source);
      String wanted = formatted(source, text);
      if (!wanted.equals(text)) {
        differing.add(source);
        if (replace) {
          Files.writeString(source, wanted);
        }
      }
    }
    for (Path file : differing) {
      System.err.println((replace ? "formatted: " : "not formatted: ") + file);
    }
    if (!replace && !differing.isEmpty()) {
      System.err.println("mend with: mvn -Pformat process-sources");
      System.exit(1);
    }
  }

  private static String formatted(Path source, String text) throws IOException {
    try {
      String ordered = ImportOrderer.reorderImports(text, JavaFormatterOptions.Style.GOOGLE);
      return new Formatter().formatSource(RemoveUnusedImports.removeUnusedImports(ordered));
    } catch (com.google.googlejavaformat.java.FormatterException e) {
      throw new IOException(source + ": " + e.getMessage(), e);
    }
  }
}
