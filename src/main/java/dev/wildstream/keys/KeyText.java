package dev.wildstream.keys;

import dev.wildstream.desired.Secret;
import java.nio.charset.StandardCharsets;

/** What a key looks like, wherever it is kept: one line of printable ASCII, of some length. */
final class KeyText {

  /** What is read of it: the longest key, two bytes of line end and one too many. */
  static final int MOST = KeyReader.LONGEST + 3;

  private KeyText() {}

  /**
   * The key in {@code content}, whose line end is none of it.
   *
   * @param where what holds it, for messages
   * @throws KeyUnusable if it is none; the message says why and nothing of it
   */
  static Secret of(String where, byte[] content) throws KeyUnusable {
    int end = content.length;
    if (end > 0 && content[end - 1] == '\n') {
      end--;
      if (end > 0 && content[end - 1] == '\r') {
        end--;
      }
    }
    if (end == 0) {
      throw new KeyUnusable(where + " is empty; write the key into it");
    }
    for (int i = 0; i < end; i++) {
      if (content[i] == '\n') {
        throw new KeyUnusable(
            where + " has more than one line; it must hold the key alone, on one line");
      }
    }
    if (end > KeyReader.LONGEST) {
      throw new KeyUnusable(
          where + " holds more than " + KeyReader.LONGEST + " bytes; that is no key");
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
    return new Secret(new String(content, 0, end, StandardCharsets.US_ASCII));
  }
}
