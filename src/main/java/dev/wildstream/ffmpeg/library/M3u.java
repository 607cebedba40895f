package dev.wildstream.ffmpeg.library;

import dev.wildstream.ffmpeg.Redactor;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A list of files, one a line. What players add to it ({@code #EXTINF} and other comments) is left
 * out.
 */
final class M3u {

  /** Bytes: 100,000 files with a hundred letters each. */
  static final int LARGEST = 10 << 20;

  private static final Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+://.*");

  private M3u() {}

  /**
   * One line that names something.
   *
   * @param path absolute where it is a file, else as it stands there
   * @param trouble why it cannot be played
   */
  record Line(String path, Optional<String> trouble) {}

  static boolean isNamed(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".m3u") || name.endsWith(".m3u8");
  }

  /**
   * Understands a list.
   *
   * @param file by which its lines count
   * @param bytes of it
   * @throws IOException if it is no such list; with a message for people
   */
  static List<Line> read(Path file, byte[] bytes) throws IOException {
    if (bytes.length > LARGEST) {
      throw new IOException("is larger than a list of files can be (10 MiB)");
    }
    List<Line> lines = new ArrayList<>();
    for (String raw : text(bytes).split("\r\n|\n|\r")) {
      String line = raw.strip();
      if (line.startsWith("#EXT-X-")) {
        throw new IOException("is an HLS playlist, not a list of files; name the files themselves");
      }
      if (!line.isEmpty() && !line.startsWith("#")) {
        lines.add(line(line, file.toAbsolutePath().getParent()));
      }
    }
    return lines;
  }

  private static Line line(String text, Path folder) {
    if (text.regionMatches(true, 0, "file://", 0, 7)) {
      try {
        return new Line(Path.of(URI.create(text)).toString(), Optional.empty());
      } catch (IllegalArgumentException noPath) {
        return new Line(text, Optional.of("is no path of a file"));
      }
    }
    if (ADDRESS.matcher(text).matches()) {
      return new Line(
          Redactor.withoutKey().detail(text.replaceFirst("://.*", "://" + Redactor.HIDDEN)),
          Optional.of("is a network address; only files can be played"));
    }
    try {
      return new Line(folder.resolve(text).normalize().toString(), Optional.empty());
    } catch (InvalidPathException odd) {
      return new Line(text, Optional.of("is no path of a file"));
    }
  }

  /** UTF-8, or what such lists were before it. */
  private static String text(byte[] bytes) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException older) {
      text = new String(bytes, StandardCharsets.ISO_8859_1);
    }
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }
}
