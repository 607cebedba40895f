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
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads the key that a reference names. Files are read only inside the allowed folders, symbolic
 * links followed first, and of the environment only what is named as a key: whoever may edit the
 * desired-state file must not be able to send any file or any variable of this host to a target of
 * his own.
 */
public final class KeyReader {

  /**
   * The longest key, in bytes. FFmpeg prints a part of a preset line over 1,024 bytes; this leaves
   * room for the option's name.
   */
  public static final int LONGEST = 900;

  /** By which systemd says where the credentials of a unit lie. */
  private static final String CREDENTIALS = "CREDENTIALS_DIRECTORY";

  private final List<Path> roots;
  private final String prefix;
  private final Map<String, String> environment;

  /**
   * Reads keys of these places and no others.
   *
   * @param roots folders that key files must be in, absolute; one that does not exist yet is well
   * @param prefix with which the name of a variable begins that holds a key
   * @param environment the hub's own
   */
  public KeyReader(List<Path> roots, String prefix, Map<String, String> environment) {
    this.roots = List.copyOf(roots);
    this.prefix = prefix;
    this.environment = Map.copyOf(environment);
  }

  /**
   * Reads the key now. May wait as long as the file system does.
   *
   * @throws KeyUnusable with what is wrong, for people
   */
  public Secret read(KeyReference reference) throws KeyUnusable {
    return switch (reference) {
      case KeyReference.Plain(Secret key) -> key;
      case KeyReference.File(Path path) -> {
        Holder holder = new Holder("key file " + path, path, "write the key into it");
        yield KeyText.of(holder.what(), content(holder, roots, elsewhere()));
      }
      case KeyReference.Env(String name) -> variable(name);
      case KeyReference.Credential(String name) -> credential(name);
    };
  }

  /**
   * The real file that a reference leads to, symbolic links followed; empty where it is none of a
   * file, or one that is not there.
   */
  Optional<Path> file(KeyReference reference) {
    return switch (reference) {
      case KeyReference.File(Path path) -> {
        try {
          yield Optional.of(path.toRealPath());
        } catch (IOException told) {
          yield Optional.empty();
        }
      }
      // systemd sees to those
      case KeyReference.Credential credential -> Optional.empty();
      case KeyReference.Env env -> Optional.empty();
      case KeyReference.Plain plain -> Optional.empty();
    };
  }

  /** A name that begins otherwise is not told: it may be the key itself, written there. */
  private Secret variable(String name) throws KeyUnusable {
    if (!name.startsWith(prefix)) {
      throw new KeyUnusable(
          "the name of the key's environment variable does not begin with "
              + prefix
              + "; name one that does, or allow others with --key-env-prefix");
    }
    String what = "environment variable " + name;
    String value = environment.get(name);
    if (value == null) {
      throw new KeyUnusable(
          what + " is not set; set it to the key for the hub, and restart the hub");
    }
    return KeyText.of(what, value.getBytes(StandardCharsets.UTF_8));
  }

  private Secret credential(String name) throws KeyUnusable {
    String remedy = "add LoadCredential=" + name + ":FILE to the hub's unit, and restart the hub";
    Optional<Path> folder =
        Optional.ofNullable(environment.get(CREDENTIALS))
            .filter(text -> text.startsWith("/"))
            .map(Path::of);
    if (folder.isEmpty()) {
      throw new KeyUnusable(
          "credential " + name + " is not there: systemd gave the hub none; " + remedy);
    }
    Path path = folder.get().resolve(name);
    Holder holder = new Holder("credential " + name, path, remedy);
    return KeyText.of(
        holder.what(), content(holder, List.of(folder.get()), "; let systemd write it"));
  }

  /** What holds a key, as messages call it, and what to do where it is not there. */
  private record Holder(String what, Path path, String remedy) {}

  private String elsewhere() {
    return "; put it there, or allow its folder with --key-root";
  }

  private static byte[] content(Holder holder, List<Path> allowed, String elsewhere)
      throws KeyUnusable {
    Path path = holder.path();
    try {
      Path real = path.toRealPath();
      if (!isInside(real, allowed)) {
        throw new KeyUnusable(
            holder.what()
                + (real.equals(path) ? "" : " (really " + real + ")")
                + " is outside of "
                + allowed.stream().map(Path::toString).collect(Collectors.joining(", "))
                + elsewhere);
      }
      if (!Files.isRegularFile(real)) {
        throw new KeyUnusable(
            holder.what()
                + (Files.isDirectory(real) ? " is a folder" : " is not a regular file")
                + "; name a file that holds the key");
      }
      try (InputStream in = Files.newInputStream(real)) {
        return in.readNBytes(KeyText.MOST);
      }
    } catch (NoSuchFileException missing) {
      throw new KeyUnusable(holder.what() + " does not exist; " + holder.remedy());
    } catch (AccessDeniedException denied) {
      throw new KeyUnusable(
          holder.what()
              + " cannot be read by user "
              + System.getProperty("user.name")
              + ": permission denied; let that user read it");
    } catch (KeyUnusable told) {
      throw told;
    } catch (IOException broken) {
      throw new KeyUnusable(holder.what() + " cannot be read: " + reason(broken, path));
    }
  }

  private static boolean isInside(Path real, List<Path> roots) {
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

  private static String reason(IOException failure, Path path) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message.replace(path + ": ", "");
  }
}
