package dev.wildstream.memory.json;

import dev.wildstream.desired.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The files of the revision in force, byte for byte, with the names and paths they had. The
 * contents are named by their digest and written first; then {@code revision.json}, which lists
 * them, is put in place at one stroke. So the folder always holds one whole revision.
 */
final class LastGood {

  private static final int FORMAT = 1;

  private final Path folder;
  private final Disk disk;

  LastGood(Path folder, Disk disk) {
    this.folder = folder;
    this.disk = disk;
  }

  Path index() {
    return folder.resolve("revision.json");
  }

  void write(List<SourceFile> files) throws IOException {
    disk.makeFolder(folder);
    ObjectNode index = Json.MAPPER.createObjectNode();
    index.put("format", FORMAT);
    ArrayNode listed = index.putArray("files");
    Set<String> kept = new HashSet<>();
    for (SourceFile file : files) {
      String digest = digest(file.content());
      String content = digest.substring(0, 32) + ".yaml";
      listed
          .addObject()
          .put("name", file.name())
          .put("path", file.path().toString())
          .put("content", content)
          .put("sha256", digest);
      if (kept.add(content)) {
        put(folder.resolve(content), file.content());
      }
    }
    disk.syncFolder(folder);
    put(index(), (index.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8));
    disk.syncFolder(folder);
    kept.add(index().getFileName().toString());
    for (Path other : DamagedFiles.files(folder)) {
      String name = other.getFileName().toString();
      if (!kept.contains(name) && !DamagedFiles.isSetAside(name)) {
        disk.delete(other);
      }
    }
  }

  /** What was written last; empty list = nothing was. */
  List<SourceFile> read() throws DamagedException, IOException {
    if (!Files.exists(index())) {
      return List.of();
    }
    try {
      JsonNode index = Json.MAPPER.readTree(Files.readAllBytes(index()));
      int format = index.path("format").asInt(0);
      if (format > FORMAT) {
        throw new NewerFormatException(index(), format, FORMAT);
      }
      if (format != FORMAT || !index.path("files").isArray()) {
        throw new DamagedException("it lists no files");
      }
      List<SourceFile> files = new ArrayList<>();
      for (JsonNode file : index.path("files")) {
        files.add(read(file));
      }
      return files;
    } catch (JacksonException e) {
      throw new DamagedException(e.getOriginalMessage());
    }
  }

  private SourceFile read(JsonNode file) throws DamagedException, IOException {
    String name = file.path("content").asString("");
    if (!name.matches("[0-9a-f]{32}\\.yaml") || !Files.exists(folder.resolve(name))) {
      throw new DamagedException("the file " + name + " that it lists is missing");
    }
    byte[] content = Files.readAllBytes(folder.resolve(name));
    if (!digest(content).equals(file.path("sha256").asString(""))) {
      throw new DamagedException("the file " + name + " that it lists was changed");
    }
    return new SourceFile(
        file.path("name").asString(""), Path.of(file.path("path").asString("")), content);
  }

  private void put(Path file, byte[] content) throws IOException {
    Path temporary = Disk.temporary(file);
    disk.create(temporary, content, Disk.GROUP);
    disk.sync(temporary);
    disk.replace(temporary, file);
  }

  private static String digest(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
