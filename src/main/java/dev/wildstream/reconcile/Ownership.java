package dev.wildstream.reconcile;

import dev.wildstream.desired.Target;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** By which two streams are seen to publish to the same place. */
public final class Ownership {

  private Ownership() {}

  /** A digest of target and key; equal ones are one place to publish to. */
  public static String of(Target target, String keyDigest) {
    return digest(target + "\n" + keyDigest);
  }

  /** SHA-256 of a text, the first 16 bytes in hexadecimal. */
  static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
