package dev.wildstream.real;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * The real programs that tests use. One that is missing skips a test; with {@code CI=true} it fails
 * it.
 */
public final class RealParts {

  private RealParts() {}

  /**
   * The program that makes networks of several hosts on this machine, which only root can; empty
   * where it cannot be.
   */
  public static Optional<Path> networkNamespaces() {
    return onPath("ip").filter(ip -> isRoot());
  }

  /** Without them there is nothing to test. */
  public static void networkNamespacesRequired() {
    required("ip, from the package iproute2, and root", networkNamespaces());
  }

  private static boolean isRoot() {
    return "0".equals(SampleMedia.run(List.of("id", "-u")).strip());
  }

  /** The folder that the build makes: start script, jars, FFmpeg. */
  public static Path home() {
    return Path.of(System.getProperty("wildstream.home", "target/wild-stream-hub"))
        .toAbsolutePath();
  }

  /** A program on the PATH. */
  public static Path program(String name) {
    return required(name, onPath(name));
  }

  /** The module that makes nginx an RTMP server. */
  public static Path nginxRtmpModule() {
    return required(
        "nginx's RTMP module",
        Optional.of(Path.of("/usr/lib/nginx/modules/ngx_rtmp_module.so"))
            .filter(Files::isReadable));
  }

  /** For tests that are to hold with each. */
  public static final String FFMPEGS = "dev.wildstream.real.RealParts#ffmpegs";

  /** Every FFmpeg there is: the one brought along, and the one on the PATH. */
  public static List<Path> ffmpegs() {
    List<Path> found = new ArrayList<>();
    found.add(bundledFfmpeg());
    onPath("ffmpeg").ifPresent(found::add);
    if (found.size() < 2 && "true".equals(System.getenv("CI"))) {
      throw new AssertionError("no ffmpeg on the PATH, and CI=true");
    }
    return found;
  }

  /** The FFmpeg that the build unpacked. */
  public static Path bundledFfmpeg() {
    return home().resolve("ffmpeg/ffmpeg");
  }

  /** Root, which may make networks and mounts that the rest of the machine does not see. */
  public static void namespaces() {
    program("ip");
    program("unshare");
    required("root", Optional.of(Path.of("/proc/self")).filter(RealParts::isRoots));
  }

  /** File systems that a process serves: one that can be made to hang. */
  public static void fuse() {
    program("mount");
    program("umount");
    Path device = Path.of("/dev/fuse");
    required("/dev/fuse, and root", Optional.of(device).filter(d -> isRoot() && isThere(d)));
  }

  private static boolean isThere(Path device) {
    return Files.isReadable(device) && Files.isWritable(device);
  }

  private static boolean isRoots(Path path) {
    try {
      return Files.getAttribute(path, "unix:uid").equals(0);
    } catch (IOException e) {
      return false;
    }
  }

  private static Optional<Path> onPath(String name) {
    for (String folder : System.getenv("PATH").split(":")) {
      Path candidate = Path.of(folder, name);
      if (Files.isExecutable(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.of(Path.of("/usr/sbin", name)).filter(Files::isExecutable);
  }

  private static Path required(String name, Optional<Path> found) {
    if (found.isEmpty() && "true".equals(System.getenv("CI"))) {
      throw new AssertionError(name + " is missing, and CI=true");
    }
    Assumptions.assumeTrue(found.isPresent(), name + " is not installed");
    return found.orElseThrow();
  }
}
