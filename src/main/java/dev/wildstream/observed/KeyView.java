package dev.wildstream.observed;

/** What is known of a stream's key without holding it. */
public sealed interface KeyView {

  /** Not looked at yet. */
  record Unknown() implements KeyView {}

  /**
   * It can be read.
   *
   * @param digest an HMAC of the key with a salt of this host, hexadecimal: equal digests are equal
   *     keys
   */
  record Readable(String digest) implements KeyView {}

  /**
   * It cannot be used now; it is looked at again by itself.
   *
   * @param why names the reference and what is wrong with it, never the key
   */
  record Unusable(String why) implements KeyView {}
}
