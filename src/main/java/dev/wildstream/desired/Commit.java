package dev.wildstream.desired;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The commit that the desired-state files are checked out from.
 *
 * @param id as git names it, 40 or 64 hexadecimal digits
 * @param subject the first line of its message; empty = not known
 */
public record Commit(String id, Optional<String> subject, Files files) {

  /** As {@code git rev-parse --short=12} shows it; twelve digits name one commit of any project. */
  private static final int SHORT = 12;

  private static final Pattern ID = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

  /** How the files compare with what was committed. */
  public enum Files {
    /** They are the commit's, byte for byte. */
    AS_COMMITTED,
    /** At least one was changed since, or never committed. */
    EDITED,
    /** Nobody could say. */
    UNKNOWN
  }

  /** Refuses an id that is none. */
  public Commit {
    if (!isId(id)) {
      throw new IllegalArgumentException(id + " is no id of a commit");
    }
  }

  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /** How people name it: {@code 1a2b3c4d5e6f}, and {@code +edited} where that is so. */
  public String shortName() {
    return id.substring(0, SHORT) + (files == Files.EDITED ? "+edited" : "");
  }
}
