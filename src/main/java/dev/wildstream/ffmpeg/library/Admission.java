package dev.wildstream.ffmpeg.library;

import dev.wildstream.ffmpeg.MediaRoots;
import dev.wildstream.observed.FileStamp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which files may be played: real ones, inside of the folders that the host allows. */
final class Admission {

  private final Reach reach;
  private final List<Path> roots;

  /**
   * Rules for all streams.
   *
   * @param roots folders outside of which nothing is played; empty list = no such limit
   */
  Admission(Reach reach, List<Path> roots) {
    this.reach = reach;
    this.roots = roots.stream().map(Path::toAbsolutePath).map(Path::normalize).toList();
  }

  /** A file that was asked for. */
  sealed interface Answer {

    /** It may be played. */
    record Admitted(FileStamp stamp) implements Answer {}

    /**
     * It may not, or is not there.
     *
     * @param why one line for people
     */
    record Refused(String why) implements Answer {}

    default Optional<FileStamp> admitted() {
      return switch (this) {
        case Admitted(FileStamp stamp) -> Optional.of(stamp);
        case Refused refused -> Optional.empty();
      };
    }

    default Optional<String> refused() {
      return switch (this) {
        case Admitted admitted -> Optional.empty();
        case Refused(String why) -> Optional.of(why);
      };
    }
  }

  /** The roots as they lie now; for as long as one look-up takes. */
  Round round() {
    List<Path> real = new ArrayList<>();
    Optional<IOException> silent = Optional.empty();
    for (Look look : reach.look(roots).values()) {
      switch (look) {
        case Look.Found found -> real.add(found.real());
        case Look.Failed(DoesNotAnswer why) -> silent = Optional.of(why);
        case Look.Failed missing -> {}
      }
    }
    return new Round(roots.isEmpty(), real, silent);
  }

  /** Judges what was found in one look-up. */
  static final class Round {

    private final boolean anywhere;
    private final List<Path> real;
    private final Optional<IOException> silent;

    private Round(boolean anywhere, List<Path> real, Optional<IOException> silent) {
      this.anywhere = anywhere;
      this.real = real;
      this.silent = silent;
    }

    Answer judge(Look look) {
      return switch (look) {
        case Look.Failed(IOException why) -> new Answer.Refused(PlaylistLookup.reason(why));
        case Look.Found found -> {
          if (found.attributes().isDirectory()) {
            yield new Answer.Refused("is a folder");
          }
          if (!found.attributes().isRegularFile()) {
            yield new Answer.Refused("is no file");
          }
          Optional<String> outside = outside(found);
          yield outside
              .<Answer>map(Answer.Refused::new)
              .orElseGet(() -> new Answer.Admitted(Stamps.of(found.attributes())));
        }
      };
    }

    /** Why neither a file nor a folder may be looked into; empty = it may. */
    Optional<String> outside(Look.Found found) {
      return anywhere || real.stream().anyMatch(found.real()::startsWith)
          ? Optional.empty()
          : Optional.of(silent.map(PlaylistLookup::reason).orElse(MediaRoots.OUTSIDE));
    }

    /** The same of a folder from which on is searched: what is allowed may lie below it. */
    Optional<String> outsideFrom(Look.Found found) {
      return real.stream().anyMatch(root -> root.startsWith(found.real()))
          ? Optional.empty()
          : outside(found);
    }
  }
}
