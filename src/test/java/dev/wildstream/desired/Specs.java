package dev.wildstream.desired;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Streams as tests ask for them, and the edits of one. */
public final class Specs {

  private Specs() {}

  /** A stream that says no more than it must, and plays {@code pattern}, a glob of the root. */
  public static StreamSpec of(String name, boolean enabled, String host, String pattern) {
    return new StreamSpec(
        new StreamName(name),
        enabled,
        new Target(Target.Scheme.RTMP, host, 1935, "live", Optional.empty()),
        new KeyReference.File(Path.of("/keys/" + name)),
        "(in place)",
        new Playlist(
            List.of(new PlaylistEntry.Found(pattern, Path.of("/"))),
            Playlist.Order.LISTED,
            new Playlist.Laps.Forever()),
        Resume.POSITION,
        RetryPolicy.DEFAULT,
        Watchdog.DEFAULT,
        MediaPolicy.DEFAULT,
        new Standby.None(),
        ReconnectPolicy.DEFAULT,
        Apply.BOUNDARY,
        "",
        List.of());
  }

  public static StreamSpec named(StreamSpec s, String name) {
    return new Parts(s).name(name).spec();
  }

  public static StreamSpec enabled(StreamSpec s, boolean enabled) {
    return new Parts(s).enabled(enabled).spec();
  }

  public static StreamSpec target(StreamSpec s, String host) {
    Target t = s.target();
    return new Parts(s).target(new Target(t.scheme(), host, t.port(), t.app(), t.query())).spec();
  }

  /** Where it publishes to. */
  public static StreamSpec place(StreamSpec s, Target target, KeyReference key) {
    return new Parts(s).target(target).key(key).spec();
  }

  public static StreamSpec key(StreamSpec s, KeyReference key) {
    return new Parts(s).key(key).spec();
  }

  public static StreamSpec resume(StreamSpec s, Resume resume) {
    return new Parts(s).resume(resume).spec();
  }

  public static StreamSpec retry(StreamSpec s, RetryPolicy retry) {
    return new Parts(s).retry(retry).spec();
  }

  public static StreamSpec watchdog(StreamSpec s, Watchdog watchdog) {
    return new Parts(s).watchdog(watchdog).spec();
  }

  public static StreamSpec media(StreamSpec s, MediaPolicy media) {
    return new Parts(s).media(media).spec();
  }

  public static StreamSpec standby(StreamSpec s, Standby standby) {
    return new Parts(s).standby(standby).spec();
  }

  public static StreamSpec reconnect(StreamSpec s, ReconnectPolicy reconnect) {
    return new Parts(s).reconnect(reconnect).spec();
  }

  public static StreamSpec apply(StreamSpec s, Apply apply) {
    return new Parts(s).apply(apply).spec();
  }

  public static StreamSpec restartedAt(StreamSpec s, String text) {
    return new Parts(s).restartedAt(text).spec();
  }

  public static StreamSpec hosts(StreamSpec s, String... globs) {
    return new Parts(s).hosts(globs).spec();
  }

  public static StreamSpec laps(StreamSpec s, Playlist.Laps laps) {
    return playlist(s, new Playlist(s.playlist().entries(), s.playlist().order(), laps));
  }

  public static StreamSpec playlist(StreamSpec s, String pattern, Playlist.Order order) {
    List<PlaylistEntry> entries = List.of(new PlaylistEntry.Found(pattern, Path.of("/")));
    return playlist(s, new Playlist(entries, order, s.playlist().laps()));
  }

  public static StreamSpec playlist(StreamSpec s, Playlist playlist) {
    return new Parts(s).playlist(playlist).spec();
  }

  public static Watchdog watchdog(Duration startTimeout, Duration stallTimeout) {
    Watchdog d = Watchdog.DEFAULT;
    return new Watchdog(startTimeout, stallTimeout, d.minSpeed(), d.speedWindow());
  }

  /** A stream taken apart, so that its record is put together in one place. */
  private static final class Parts {
    private final StreamSpec from;
    private StreamName name;
    private boolean enabled;
    private Target target;
    private KeyReference key;
    private Playlist playlist;
    private Resume resume;
    private RetryPolicy retry;
    private Watchdog watchdog;
    private MediaPolicy media;
    private Standby standby;
    private ReconnectPolicy reconnect;
    private Apply apply;
    private String restartedAt;
    private List<HostGlob> hosts;

    Parts(StreamSpec from) {
      this.from = from;
      name = from.name();
      enabled = from.enabled();
      target = from.target();
      key = from.key();
      playlist = from.playlist();
      resume = from.resume();
      retry = from.retry();
      watchdog = from.watchdog();
      media = from.media();
      standby = from.standby();
      reconnect = from.reconnect();
      apply = from.apply();
      restartedAt = from.restartedAt();
      hosts = from.hosts();
    }

    Parts name(String to) {
      name = new StreamName(to);
      return this;
    }

    Parts enabled(boolean to) {
      enabled = to;
      return this;
    }

    Parts target(Target to) {
      target = to;
      return this;
    }

    Parts key(KeyReference to) {
      key = to;
      return this;
    }

    Parts playlist(Playlist to) {
      playlist = to;
      return this;
    }

    Parts resume(Resume to) {
      resume = to;
      return this;
    }

    Parts retry(RetryPolicy to) {
      retry = to;
      return this;
    }

    Parts watchdog(Watchdog to) {
      watchdog = to;
      return this;
    }

    Parts media(MediaPolicy to) {
      media = to;
      return this;
    }

    Parts standby(Standby to) {
      standby = to;
      return this;
    }

    Parts reconnect(ReconnectPolicy to) {
      reconnect = to;
      return this;
    }

    Parts apply(Apply to) {
      apply = to;
      return this;
    }

    Parts restartedAt(String to) {
      restartedAt = to;
      return this;
    }

    Parts hosts(String... globs) {
      hosts = Stream.of(globs).map(HostGlob::new).toList();
      return this;
    }

    StreamSpec spec() {
      return new StreamSpec(
          name,
          enabled,
          target,
          key,
          from.playlistName(),
          playlist,
          resume,
          retry,
          watchdog,
          media,
          standby,
          reconnect,
          apply,
          restartedAt,
          hosts);
    }
  }
}
