package dev.wildstream.desired.yaml;

import dev.wildstream.desired.SourceFile;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** From bytes to characters that YAML allows. */
final class Utf8 {

  /** One file of a hand-written configuration is a few KiB; 10,000 streams of 100 bytes fit. */
  static final int MOST_BYTES = 1 << 20;

  private static final int BYTE_ORDER_MARK = 0xFEFF;

  private Utf8() {}

  /**
   * The file's text, a byte-order mark at its begin left out.
   *
   * @param order how many files of the revision stand before this one
   */
  static SourceText decode(SourceFile file, int order) throws Unreadable {
    byte[] bytes = file.content();
    if (bytes.length > MOST_BYTES) {
      throw new Unreadable(
          new SourceText(file, order, "").place(0, 0),
          "the file is larger than 1 MiB",
          "split it into several files of one folder",
          Excerpts.Disclosure.NONE);
    }
    if (isUtf16(bytes)) {
      throw new Unreadable(
          new SourceText(file, order, "").place(0, 0),
          "the file is UTF-16",
          "save it as UTF-8",
          Excerpts.Disclosure.NONE);
    }
    CharBuffer characters = CharBuffer.allocate(bytes.length);
    CoderResult result =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(ByteBuffer.wrap(bytes), characters, true);
    String text = characters.flip().toString();
    boolean marked = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
    SourceText source = new SourceText(file, order, marked ? text.substring(1) : text);
    if (result.isError()) {
      throw new Unreadable(
          source.place(source.length(), source.length()),
          "the file is not UTF-8 from here on",
          "save it as UTF-8",
          Excerpts.Disclosure.NONE);
    }
    for (int i = 0; i < source.length(); i++) {
      if (!isAllowed(source.character(i))) {
        throw new Unreadable(
            source.place(i, i + 1),
            String.format("YAML does not allow the character U+%04X here", source.character(i)),
            "remove it, or write it as an escape within double quotes",
            Excerpts.Disclosure.UNPARSED);
      }
    }
    return source;
  }

  /** By its byte-order mark, or by the zero that half of every ASCII character would be. */
  private static boolean isUtf16(byte[] bytes) {
    if (bytes.length < 2) {
      return false;
    }
    int first = bytes[0] & 0xFF;
    int second = bytes[1] & 0xFF;
    boolean marked = first == 0xFE && second == 0xFF || first == 0xFF && second == 0xFE;
    return marked || (first == 0) != (second == 0);
  }

  /** The production c-printable of YAML 1.2, less the byte-order mark. */
  private static boolean isAllowed(int character) {
    return character == '\t'
        || character == '\n'
        || character == '\r'
        || character >= 0x20 && character <= 0x7E
        || character == 0x85
        || character >= 0xA0 && character <= 0xD7FF
        || character >= 0xE000 && character <= 0xFFFD && character != BYTE_ORDER_MARK
        || character >= 0x10000;
  }
}
