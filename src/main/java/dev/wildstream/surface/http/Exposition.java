package dev.wildstream.surface.http;

/** What {@code /metrics} answers. */
public interface Exposition {

  /**
   * The Content-Type for a request.
   *
   * @param accept its Accept header; empty where it has none
   */
  String contentType(String accept);

  /** The series in that format. */
  String text(String accept);
}
