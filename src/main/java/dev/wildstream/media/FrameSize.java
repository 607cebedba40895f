package dev.wildstream.media;

/**
 * The size of a picture.
 *
 * @param width in pixels, 0 where unknown
 * @param height in pixels, 0 where unknown
 */
public record FrameSize(int width, int height) {

  public FrameSize {
    if (width < 0 || height < 0) {
      throw new IllegalArgumentException("a size is not negative");
    }
  }

  /** As users write it: {@code 1280x720}. */
  @Override
  public String toString() {
    return width + "x" + height;
  }
}
