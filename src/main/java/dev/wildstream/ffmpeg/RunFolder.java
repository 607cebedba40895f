package dev.wildstream.ffmpeg;

import dev.wildstream.desired.StreamName;
import dev.wildstream.linux.Fifo;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The folder by which the hub and the FFmpegs of one stream speak; only its owner may look into it.
 *
 * @param path absolute: the runtime folder's part for one stream
 */
public record RunFolder(Path path) {

  private static final Set<PosixFilePermission> OWNER_FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> OWNER_FILE =
      PosixFilePermissions.fromString("rw-------");

  private static final String CARD = "card-";
  private static final String FIFO = "fifo-";

  public static RunFolder of(Path runtime, StreamName stream) {
    return new RunFolder(runtime.toAbsolutePath().normalize().resolve(stream.text()));
  }

  /** Of one session: no byte of the session before may reach the next, which may be fed ahead. */
  Path fifo(long session) {
    return path.resolve(FIFO + session);
  }

  /** Options that hold the application and the key; there only while a publisher runs. */
  Path preset() {
    return path.resolve("target.ffpreset");
  }

  Path log(Role role) {
    return path.resolve(role.text() + ".log");
  }

  Path progress(Role role) {
    return path.resolve(role.text() + ".progress");
  }

  /** What the next hub must know of the process. */
  Path note(Role role) {
    return path.resolve(role.text() + ".json");
  }

  /** Where a feeder notes the end of the picture it wrote. */
  Path videoEnd() {
    return path.resolve("feeder.video.csv");
  }

  /** Where a feeder notes the end of the sound it wrote. */
  Path audioEnd() {
    return path.resolve("feeder.audio.csv");
  }

  /** A file of a test card. */
  public Path card(String name) {
    return path.resolve(CARD + name);
  }

  /** Removes every test card, whole or not. */
  public void removeCards() throws IOException {
    for (Path card : cards()) {
      Files.deleteIfExists(card);
    }
  }

  private List<Path> cards() throws IOException {
    List<Path> cards = new ArrayList<>();
    if (Files.isDirectory(path)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(path, CARD + "*")) {
        files.forEach(cards::add);
      }
    }
    return cards;
  }

  public void make() throws IOException {
    Files.createDirectories(path.getParent());
    if (!Files.isDirectory(path)) {
      Files.createDirectory(path, PosixFilePermissions.asFileAttribute(OWNER_FOLDER));
    }
    Files.setPosixFilePermissions(path, OWNER_FOLDER);
  }

  /** Makes the fifo of a session, an empty one, and opens it. */
  Fifo makeFifo(long session) throws IOException {
    Files.deleteIfExists(fifo(session));
    Fifo.make(fifo(session));
    return Fifo.open(fifo(session));
  }

  void removeFifo(long session) throws IOException {
    Files.deleteIfExists(fifo(session));
  }

  /** Removes those of all other sessions, as a hub leaves them that fed one ahead. */
  void removeOtherFifos(long session) throws IOException {
    for (Path fifo : fifos()) {
      if (!fifo.equals(fifo(session))) {
        Files.deleteIfExists(fifo);
      }
    }
  }

  /** Never readable by others, not even between its making and its first byte. */
  void writePreset(String text) throws IOException {
    Files.deleteIfExists(preset());
    try (var channel =
            Files.newByteChannel(
                preset(),
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(OWNER_FILE));
        var out = Channels.newOutputStream(channel)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  void removeKey() throws IOException {
    Files.deleteIfExists(preset());
  }

  /** What an ended publisher leaves and nobody needs: the key above all. */
  public void removeSessionFiles(long session) throws IOException {
    removeKey();
    removeFifo(session);
    Files.deleteIfExists(note(Role.PUBLISHER));
  }

  /** What an ended feeder told; the next one must not be taken for it. */
  void removeFeederFiles() throws IOException {
    for (Path file : List.of(progress(Role.FEEDER), videoEnd(), audioEnd())) {
      Files.deleteIfExists(file);
    }
  }

  /**
   * Removes what the hub and its FFmpegs put here, and the folder if nothing else is in it: whoever
   * names a runtime folder that holds other things loses none of them.
   */
  public void remove() throws IOException {
    removeCards();
    clear();
  }

  /**
   * Removes all but the test card, which the stream may need again; without one, the folder too.
   */
  public void clear() throws IOException {
    for (Path file : files()) {
      Files.deleteIfExists(file);
    }
    try {
      Files.deleteIfExists(path);
    } catch (DirectoryNotEmptyException others) {
      // not ours alone
    }
  }

  /**
   * Whether publishers or feeders were at work here; else the folder is somebody else's, or holds
   * but a test card.
   */
  public boolean isUsed() {
    return files().stream().anyMatch(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS));
  }

  private List<Path> files() {
    List<Path> all = new ArrayList<>(List.of(preset(), videoEnd(), audioEnd()));
    all.addAll(fifos());
    for (Role role : Role.values()) {
      all.addAll(List.of(note(role), progress(role), log(role)));
    }
    return all;
  }

  private List<Path> fifos() {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(path, FIFO + "[0-9]*")) {
      all.forEach(found::add);
    } catch (IOException | DirectoryIteratorException noFolder) {
      // then there are none
    }
    return found;
  }
}
