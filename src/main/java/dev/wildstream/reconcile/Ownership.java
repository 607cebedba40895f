package dev.wildstream.reconcile;

import dev.wildstream.desired.Target;
import dev.wildstream.playout.Derived;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReference;

/** By which two streams are seen to publish to the same place. */
public final class Ownership {

  /** Who publishes to a target with a key. */
  private record Owner(String keyDigest, String digest) {}

  /** The newest owner of each target: a key seldom changes. */
  private static final Derived<Target, AtomicReference<Owner>> NEWEST =
      new Derived<>(target -> new AtomicReference<>(new Owner("", "")));

  private Ownership() {}

  /** A digest of target and key; equal ones are one place to publish to. */
  public static String of(Target target, String keyDigest) {
    AtomicReference<Owner> newest = NEWEST.of(target);
    Owner owner = newest.get();
    if (owner.digest().isEmpty() || !owner.keyDigest().equals(keyDigest)) {
      owner = new Owner(keyDigest, digest(target + "\n" + keyDigest));
      newest.set(owner);
    }
    return owner.digest();
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
