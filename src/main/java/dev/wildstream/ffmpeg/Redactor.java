package dev.wildstream.ffmpeg;

import dev.wildstream.desired.Secret;
import dev.wildstream.observed.Failure;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Takes secrets out of what FFmpeg says before anybody sees it: the key as it is, percent-encoded
 * or escaped, a part of it where FFmpeg printed one, whatever follows the host of an RTMP address,
 * and whole lines about the preset file.
 */
public final class Redactor {

  /** What stands where a secret stood. */
  public static final String HIDDEN = "***";

  /** The longest detail, in characters: one line in a table. */
  public static final int LONGEST = 300;

  /** A common word is no secret, a run of this many characters of a key is. */
  private static final int PART = 8;

  private static final Pattern ADDRESS =
      Pattern.compile("(rtmpt?e?s?://)(?:[^/\\s@]*@)?([^/\\s?#]+)([/?#][^\\s'\"]*[^\\s'\":,;.)])");

  private final Set<String> forms;

  /** Hides this key. */
  public Redactor(Secret key) {
    String raw = key.reveal();
    Set<String> all = new LinkedHashSet<>();
    all.add(raw);
    String formEncoded = URLEncoder.encode(raw, StandardCharsets.UTF_8);
    all.add(formEncoded);
    all.add(formEncoded.replace("+", "%20"));
    all.add(raw.replace("\\", "\\\\").replace("\"", "\\\""));
    all.add(raw.replace("\\", "\\\\").replace("'", "\\'"));
    all.remove("");
    this.forms = Set.copyOf(all);
  }

  private Redactor() {
    this.forms = Set.of();
  }

  /** For texts of a process that was given no key. */
  public static Redactor withoutKey() {
    return new Redactor();
  }

  /** Hides the key that a running publisher was given; its preset is all that still has it. */
  static Redactor ofPreset(Path preset) {
    try {
      return Files.readAllLines(preset).stream()
          .filter(line -> line.startsWith(PublisherCommand.KEY_OPTION))
          .map(line -> line.substring(PublisherCommand.KEY_OPTION.length()))
          .findFirst()
          .map(key -> new Redactor(new Secret(key)))
          .orElseGet(Redactor::withoutKey);
    } catch (IOException noPreset) {
      return Redactor.withoutKey();
    }
  }

  /** The lines that may be shown, as they may be shown. */
  public List<String> lines(List<String> lines) {
    return lines.stream().map(this::line).flatMap(Optional::stream).toList();
  }

  /** One line as it may be shown; empty = not at all. */
  public Optional<String> line(String line) {
    if (line.contains("ffpreset") || line.contains("rtmp_playpath") || line.contains("rtmp_app")) {
      return Optional.empty();
    }
    String shown = line;
    for (String form : forms) {
      shown = shown.replace(form, HIDDEN);
    }
    shown = withoutParts(shown);
    return Optional.of(ADDRESS.matcher(shown).replaceAll("$1$2/" + HIDDEN));
  }

  /** One line of at most {@link #LONGEST} characters. */
  public String detail(String text) {
    String shown = line(text.replaceAll("\\s+", " ").strip()).orElse("(hidden)");
    return shown.length() <= LONGEST ? shown : shown.substring(0, LONGEST - 1) + "…";
  }

  /**
   * A failure as it may be told of, in one line. It is made of lines from which nothing is hidden.
   */
  Failure failure(Failure failure) {
    return switch (failure) {
      case Failure.Network(String detail, Failure.Port port) ->
          new Failure.Network(detail(detail), port);
      case Failure.Busy(String detail) -> new Failure.Busy(detail(detail));
      case Failure.Rejected(String detail) -> new Failure.Rejected(detail(detail));
      case Failure.Internal(String detail) -> new Failure.Internal(detail(detail));
      case Failure.Starved(String detail) -> new Failure.Starved(detail(detail));
      case Failure.Media(String detail) -> new Failure.Media(detail(detail));
    };
  }

  /** Replaces every run of at least {@link #PART} characters that is a part of the key. */
  private String withoutParts(String text) {
    StringBuilder shown = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      int part = longestPart(text, at);
      if (part >= PART) {
        shown.append(HIDDEN);
        at += part;
      } else {
        shown.append(text.charAt(at));
        at++;
      }
    }
    return shown.toString();
  }

  /** How many characters from here on stand so in one of the key's forms; the most of any. */
  private int longestPart(String text, int at) {
    int longest = 0;
    for (String form : forms) {
      int end = at;
      while (form.length() > PART
          && end < text.length()
          && form.contains(text.substring(at, end + 1))) {
        end++;
      }
      longest = Math.max(longest, end - at);
    }
    return longest;
  }
}
