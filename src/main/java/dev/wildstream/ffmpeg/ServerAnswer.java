package dev.wildstream.ffmpeg;

import dev.wildstream.observed.Failure;
import java.util.regex.Pattern;

/** What an RTMP server means by the words it refuses with: that the key is in use, or no. */
final class ServerAnswer {

  /**
   * As nginx, SRS, Wowza, Red5, Adobe's and Node-Media-Server say it, and their like. BadName alone
   * is by RTMP's own definition a name that somebody publishes.
   */
  private static final Pattern IN_USE =
      Pattern.compile(
          "(?i)\\balready\\W+(?:\\w+\\W+){0,3}?(?:publish\\w*|exist\\w*|in use|used|taken|stream\\w*"
              + "|connect\\w*|live|active|running|busy|broadcast\\w*|on.?air|open\\w*|started)"
              + "|\\bbusy\\b|\\bstreambusy\\b|\\bin use\\b|\\bduplicated?\\b|\\boccupied\\b"
              + "|\\b(?:is|being|currently) (?:being )?(?:publish(?:ed|ing)|used|streamed)\\b"
              + "|\\banother (?:\\w+ )?(?:publisher|encoder|client|session|connection|stream"
              + "|broadcast(?:er)?|user)\\b"
              + "|\\bPublish\\.BadName\\b");

  /** No word of a language: a key, a path, a number. What it spells is not what is meant. */
  private static final Pattern NAME = Pattern.compile("\\S*[-_/=&?0-9]\\S*|\"[^\"]*\"|'[^']*'");

  private ServerAnswer() {}

  static Failure of(String answer) {
    String words = NAME.matcher(answer).replaceAll(" ");
    return IN_USE.matcher(words).find() ? busy(answer) : rejected(answer);
  }

  static Failure busy(String answer) {
    return new Failure.Busy(
        "the target says that this key is already publishing"
            + " (a session before may live on there for minutes): "
            + answer);
  }

  static Failure rejected(String answer) {
    return new Failure.Rejected(
        "the target refused the application or the key, check both: " + answer);
  }
}
