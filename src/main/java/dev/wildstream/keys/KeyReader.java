package dev.wildstream.keys;

import dev.wildstream.desired.KeyReference;
import dev.wildstream.desired.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads the key that a reference names. Files are read only inside the allowed folders, symbolic
 * links followed first: whoever may edit the desired-state file must not be able to send any file
 * of this host to a target of his own.
 */
public final class KeyReader {

  /**
   * The longest key, in bytes. FFmpeg prints a part of a preset line over 1,024 bytes; this leaves
   * room for the option's name.
   */
  public static final int LONGEST = 900;

  private final List<Path> roots;

  /**
   * Reads key files inside these folders and nowhere else.
   *
   * @param roots absolute; one that does not exist yet is well
   */
  public KeyReader(List<Path> roots) {
    this.roots = List.copyOf(roots);
  }

  /**
   * Reads the key now. May wait as long as the file system does.
   *
   * @throws KeyUnusable with what is wrong, for people
   */
  public Secret read(KeyReference reference) throws KeyUnusable {
    return switch (reference) {
      case KeyReference.Plain(Secret key) -> key;
      case KeyReference.File(Path path) -> new Secret(checked(path, content(path)));
    };
  }

  private byte[] content(Path path) throws KeyUnusable {
    try {
      Path real = path.toRealPath();
      if (!isAllowed(real)) {
        throw new KeyUnusable(
            "key file "
                + path
                + (real.equals(path) ? "" : " (really " + real + ")")
                + " is outside of "
                + roots.stream().map(Path::toString).collect(Collectors.joining(", "))
                + "; put it there, or allow its folder with --key-root");
      }
      if (!Files.isRegularFile(real)) {
        throw new KeyUnusable(
            "key file "
                + path
                + (Files.isDirectory(real) ? " is a folder" : " is not a regular file")
                + "; name a file that holds the key");
      }
      try (InputStream in = Files.newInputStream(real)) {
        return in.readNBytes(LONGEST + 3); // two bytes of line end and one too many
      }
    } catch (NoSuchFileException missing) {
      throw new KeyUnusable("key file " + path + " does not exist; write the key into it");
    } catch (AccessDeniedException denied) {
      throw new KeyUnusable(
          "key file "
              + path
              + " cannot be read by user "
              + System.getProperty("user.name")
              + ": permission denied; let that user read it");
    } catch (KeyUnusable told) {
      throw told;
    } catch (IOException broken) {
      throw new KeyUnusable("key file " + path + " cannot be read: " + reason(broken, path));
    }
  }

  private boolean isAllowed(Path real) {
    for (Path root : roots) {
      try {
        if (real.startsWith(root.toRealPath())) {
          return true;
        }
      } catch (IOException noSuchRoot) {
        // nothing can lie in it
      }
    }
    return false;
  }

  private static String checked(Path path, byte[] content) throws KeyUnusable {
    int end = content.length;
    if (end > 0 && content[end - 1] == '\n') {
      end--;
      if (end > 0 && content[end - 1] == '\r') {
        end--;
      }
    }
    String where = "key file " + path;
    if (end == 0) {
      throw new KeyUnusable(where + " is empty; write the key into it");
    }
    for (int i = 0; i < end; i++) {
      if (content[i] == '\n') {
        throw new KeyUnusable(
            where + " has more than one line; it must hold the key alone, on one line");
      }
    }
    if (end > LONGEST) {
      throw new KeyUnusable(where + " holds more than " + LONGEST + " bytes; that is no key");
    }
    for (int i = 0; i < end; i++) {
      if (content[i] < 0x20 || content[i] > 0x7e) {
        throw new KeyUnusable(
            where
                + " has a character that is not printable ASCII at byte "
                + (i + 1)
                + "; write the key alone, as plain text");
      }
    }
    return new String(content, 0, end, StandardCharsets.US_ASCII);
  }

  private static String reason(IOException failure, Path path) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message.replace(path + ": ", "");
  }
}
