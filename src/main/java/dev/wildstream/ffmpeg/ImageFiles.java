package dev.wildstream.ffmpeg;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Image files, which are read as what their name says. FFmpeg left to itself takes most for a
 * numbered series of images, a reader that opens other files and is not allowed.
 */
public final class ImageFiles {

  private record Kind(List<String> endings, String demuxer) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind(List.of(".png"), "png_pipe"),
          new Kind(List.of(".jpg", ".jpeg", ".jpe", ".jfif"), "jpeg_pipe"),
          new Kind(List.of(".webp"), "webp_pipe"),
          new Kind(List.of(".bmp"), "bmp_pipe"),
          new Kind(List.of(".gif"), "gif"));

  private ImageFiles() {}

  /** What reads it; empty = it is no image, by its name. */
  public static Optional<String> demuxer(String path) {
    String name = path.toLowerCase(Locale.ROOT);
    return KINDS.stream()
        .filter(kind -> kind.endings().stream().anyMatch(name::endsWith))
        .map(Kind::demuxer)
        .findFirst();
  }
}
