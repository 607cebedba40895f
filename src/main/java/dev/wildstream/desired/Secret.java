package dev.wildstream.desired;

import java.util.Objects;

/** A text that no log, page or error message may show: its {@link #toString} hides it. */
public final class Secret {

  private final String text;

  public Secret(String text) {
    this.text = Objects.requireNonNull(text);
  }

  /** The secret itself; for the one place that hands it to FFmpeg or digests it. */
  public String reveal() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && secret.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
