package dev.wildstream.surface;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which hub this is, as the build wrote it down. */
public final class Version {

  private Version() {}

  /** As in the pom: {@code 0.1.0}. */
  public static String hub() {
    Properties built = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("/dev/wildstream/version.properties")) {
      if (in != null) {
        built.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return built.getProperty("version", "unknown");
  }

  /** The Java it runs on. */
  public static String java() {
    return Runtime.version().toString();
  }
}
