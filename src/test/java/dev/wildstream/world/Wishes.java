package dev.wildstream.world;

import dev.wildstream.desired.Apply;
import dev.wildstream.desired.KeyReference;
import dev.wildstream.desired.MediaPolicy;
import dev.wildstream.desired.Playlist;
import dev.wildstream.desired.PlaylistEntry;
import dev.wildstream.desired.ReconnectPolicy;
import dev.wildstream.desired.Resume;
import dev.wildstream.desired.RetryPolicy;
import dev.wildstream.desired.Standby;
import dev.wildstream.desired.StreamName;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.desired.Target;
import dev.wildstream.desired.Watchdog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the file may say of a stream. */
final class Wishes {

  static final List<Target.Endpoint> ENDPOINTS =
      List.of(
          new Target.Endpoint("a.example.org", 1935),
          new Target.Endpoint("b.example.net", 1935),
          new Target.Endpoint("127.0.0.1", 1936));

  private static final List<String> FOLDERS = List.of("birds", "forest", "sea");
  private static final Path MEDIA = Path.of("/media");
  private static final Path STANDBY = Path.of("/media/standby.mp4");

  private Wishes() {}

  static StreamSpec stream(String name, int scale, Chances chances) {
    return new StreamSpec(
        new StreamName(name),
        true,
        target(chances),
        new KeyReference.File(keyPath(name)),
        "(in place)",
        playlist(scale, chances),
        chances.oneOf(List.of(Resume.POSITION, Resume.POSITION, Resume.ITEM, Resume.START)),
        retry(chances),
        watchdog(chances),
        media(chances),
        standby(chances),
        reconnect(scale, chances),
        apply(chances),
        "",
        List.of());
  }

  static MediaPolicy media(Chances chances) {
    MediaPolicy.Mode mode =
        chances.oneOf(
            List.of(
                MediaPolicy.Mode.AUTO,
                MediaPolicy.Mode.AUTO,
                MediaPolicy.Mode.AUTO,
                MediaPolicy.Mode.COPY,
                MediaPolicy.Mode.TRANSCODE));
    MediaPolicy usual = MediaPolicy.DEFAULT;
    return new MediaPolicy(
        mode,
        usual.video(),
        chances.oneIn(8) ? new MediaPolicy.Audio(128_000, 44_100, 2) : usual.audio(),
        usual.copyKeyframeMax());
  }

  static Standby standby(Chances chances) {
    return chances.oneOf(
        List.of(
            new Standby.None(),
            new Standby.TestCard(),
            new Standby.TestCard(),
            new Standby.File(STANDBY)));
  }

  static ReconnectPolicy reconnect(int scale, Chances chances) {
    Duration every = Duration.ofSeconds(chances.between(20, 200)).multipliedBy(scale);
    Duration by = Duration.ofSeconds(chances.between(5, 60)).multipliedBy(scale);
    return new ReconnectPolicy(chances.oneIn(2) ? Optional.empty() : Optional.of(every), by);
  }

  static Apply apply(Chances chances) {
    return chances.oneIn(3) ? Apply.NOW : Apply.BOUNDARY;
  }

  static Path keyPath(String name) {
    return Path.of("/keys", name);
  }

  static Target target(Chances chances) {
    Target.Endpoint endpoint = chances.oneOf(ENDPOINTS);
    return new Target(
        Target.Scheme.RTMP,
        endpoint.host(),
        endpoint.port(),
        chances.oneOf(List.of("live", "live2")),
        Optional.empty());
  }

  static RetryPolicy retry(Chances chances) {
    if (chances.oneIn(3)) {
      return RetryPolicy.DEFAULT;
    }
    Duration delay = Duration.ofSeconds(chances.between(1, 8));
    return new RetryPolicy(
        !chances.oneIn(4),
        chances.oneIn(4)
            ? new RetryPolicy.Attempts.Unlimited()
            : new RetryPolicy.Attempts.Limited(chances.between(0, 5)),
        delay,
        Duration.ofSeconds(chances.between(10, 90)),
        delay.multipliedBy(chances.between(1, 12)),
        chances.oneIn(4) ? Optional.of(chances.millis(10_000, 60_000)) : Optional.empty());
  }

  static Watchdog watchdog(Chances chances) {
    return new Watchdog(
        Duration.ofSeconds(chances.between(5, 25)),
        Duration.ofSeconds(chances.between(3, 15)),
        0.9,
        Duration.ofSeconds(chances.between(10, 60)));
  }

  /**
   * A list of folders and of single files, some cut.
   *
   * @param scale how many times longer than some seconds most of the cuts are
   */
  static Playlist playlist(int scale, Chances chances) {
    List<PlaylistEntry> entries = new ArrayList<>();
    for (int i = chances.between(1, 3); i > 0; i--) {
      String folder = chances.oneOf(FOLDERS);
      if (chances.oneIn(3)) {
        entries.add(literal(folder, scale, chances));
      } else {
        entries.add(new PlaylistEntry.Found(folder, MEDIA));
      }
    }
    return new Playlist(
        entries,
        chances.oneIn(4) ? Playlist.Order.SHUFFLE : Playlist.Order.LISTED,
        chances.oneIn(8)
            ? new Playlist.Laps.Count(chances.between(1, 3))
            : new Playlist.Laps.Forever());
  }

  private static PlaylistEntry literal(String folder, int scale, Chances chances) {
    Path path = MEDIA.resolve(folder).resolve(chances.below(6) + ".mp4");
    Duration start = Duration.ofMillis(chances.oneIn(2) ? 0 : chances.below(4_000));
    Optional<Duration> end =
        chances.oneIn(2)
            ? Optional.empty()
            : Optional.of(start.plus(chances.millis(500, 20_000).multipliedBy(scale)));
    int times = chances.oneIn(4) ? chances.between(2, 4) : 1;
    return new PlaylistEntry.Literal(path, new PlaylistEntry.Cut(start, end), times);
  }

  /**
   * Videos for the lists above.
   *
   * @param scale how many times longer than some seconds most of them are
   */
  static List<MediaFile> videos(SimulatedFiles files, int scale, Chances chances) {
    List<MediaFile> videos = new ArrayList<>();
    for (String folder : FOLDERS) {
      for (int i = 0; i < 6; i++) {
        Duration length = chances.millis(2_000, 20_000).multipliedBy(scale);
        videos.add(
            new MediaFile(
                MEDIA.resolve(folder).resolve(i + ".mp4").toString(),
                true,
                files.newStamp(),
                MediaFile.Content.GOOD,
                length,
                claimed(length, chances),
                chances.millis(0, 80),
                chances.millis(0, 40),
                chances.millis(0, 300)));
      }
    }
    return videos;
  }

  /** Most tell the truth, some say nothing, some lie. */
  private static Optional<Duration> claimed(Duration length, Chances chances) {
    return switch (chances.below(12)) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(length.multipliedBy(2));
      case 2 -> Optional.of(length.dividedBy(2));
      default -> Optional.of(length);
    };
  }

  /** What some streams show while nothing of their lists can be played. */
  static MediaFile standbyVideo(SimulatedFiles files, Chances chances) {
    Duration length = chances.millis(3_000, 60_000);
    return new MediaFile(
        STANDBY.toString(),
        true,
        files.newStamp(),
        MediaFile.Content.GOOD,
        length,
        Optional.of(length),
        chances.millis(0, 80),
        chances.millis(0, 40),
        chances.millis(0, 300));
  }
}
