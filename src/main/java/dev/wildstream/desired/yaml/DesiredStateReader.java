package dev.wildstream.desired.yaml;

import dev.wildstream.desired.HostName;
import dev.wildstream.desired.Problem;
import dev.wildstream.desired.Reading;
import dev.wildstream.desired.SourceFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Reads the desired-state files of a revision. Pure: no file system, no clock, no log; whether the
 * paths in them exist is looked up elsewhere.
 */
public final class DesiredStateReader {

  /** All files together; what the limit on one file is for, with room for sixteen of them. */
  private static final int MOST_BYTES = 16 * Utf8.MOST_BYTES;

  private DesiredStateReader() {}

  /**
   * All files as one revision, or every problem in them.
   *
   * @param files in name order; at most 16 MiB together and 1 MiB each
   */
  public static Reading read(List<SourceFile> files) {
    return read(files, List.of());
  }

  /**
   * The same, where of each stream it is also asked which of some hosts run it.
   *
   * @param hosts of which exactly one must run each stream; empty = it is not asked
   */
  public static Reading read(List<SourceFile> files, List<HostName> hosts) {
    String digest = digest(files);
    if (files.isEmpty()) {
      return new Reading.Refused(digest, List.of(nothingToRead()));
    }
    Findings findings = new Findings();
    List<Document> documents = parse(files, findings);
    documents.forEach(document -> ShapeCheck.check(document, findings));
    RelationCheck.check(
        documents,
        documents.size() == files.size()
            ? RelationCheck.Completeness.COMPLETE
            : RelationCheck.Completeness.PARTIAL,
        findings);
    if (findings.isEmpty() && !hosts.isEmpty()) {
      new HostCheck(Sections.of(documents, findings), findings).oneOf(hosts);
    }
    return findings.isEmpty()
        ? new Reading.Accepted(Assembly.revision(digest, documents))
        : new Reading.Refused(digest, findings.problems(documents));
  }

  private static List<Document> parse(List<SourceFile> files, Findings findings) {
    List<Document> documents = new ArrayList<>();
    long bytes = 0;
    for (int i = 0; i < files.size(); i++) {
      SourceFile file = files.get(i);
      bytes += file.content().length;
      try {
        if (bytes > MOST_BYTES) {
          throw new Unreadable(
              new SourceText(file, i, "").place(0, 0),
              "the files are larger than 16 MiB together",
              "remove what is not needed",
              Excerpts.Disclosure.NONE);
        }
        documents.add(Composer.compose(Utf8.decode(file, i), findings));
      } catch (Unreadable unreadable) {
        unreadable.tell(findings);
      }
    }
    return documents;
  }

  private static Problem nothingToRead() {
    return new Problem(
        "(no file)",
        1,
        1,
        "",
        "there is no file to read",
        "write a file whose name ends in .yaml or .yml",
        Optional.empty());
  }

  /** Over names and contents, each with its length before it, so that no two lists look alike. */
  private static String digest(List<SourceFile> files) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (SourceFile file : files) {
        add(digest, file.name().getBytes(StandardCharsets.UTF_8));
        add(digest, file.content());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static void add(MessageDigest digest, byte[] bytes) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }
}
