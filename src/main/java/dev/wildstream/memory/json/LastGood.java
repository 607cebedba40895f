package dev.wildstream.memory.json;

import dev.wildstream.desired.Commit;
import dev.wildstream.desired.SourceFile;
import dev.wildstream.loop.KeptRevision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
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

  void write(KeptRevision revision) throws IOException {
    disk.makeFolder(folder);
    ObjectNode index = Json.MAPPER.createObjectNode();
    index.put("format", FORMAT);
    revision.commit().ifPresent(commit -> put(index.putObject("commit"), commit));
    ArrayNode listed = index.putArray("files");
    Set<String> kept = new HashSet<>();
    for (SourceFile file : revision.files()) {
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

  private static void put(ObjectNode json, Commit commit) {
    json.put("id", commit.id());
    commit.subject().ifPresent(subject -> json.put("subject", subject));
    json.put("files", commit.files().name());
  }

  /** What was written last. */
  KeptRevision read() throws DamagedException, IOException {
    if (!Files.exists(index())) {
      return KeptRevision.NONE;
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
      return new KeptRevision(files, commit(index.path("commit")));
    } catch (JacksonException e) {
      throw new DamagedException(e.getOriginalMessage());
    }
  }

  /** It is only shown: what cannot be read of it is not worth a revision. */
  private static Optional<Commit> commit(JsonNode json) {
    String id = json.path("id").asString("");
    return Commit.isId(id)
        ? Optional.of(
            new Commit(
                id,
                Optional.of(json.path("subject").asString("")).filter(text -> !text.isEmpty()),
                Arrays.stream(Commit.Files.values())
                    .filter(files -> files.name().equals(json.path("files").asString("")))
                    .findFirst()
                    .orElse(Commit.Files.UNKNOWN)))
        : Optional.empty();
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
