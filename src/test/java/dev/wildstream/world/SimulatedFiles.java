package dev.wildstream.world;

import dev.wildstream.desired.Playlist;
import dev.wildstream.desired.PlaylistEntry;
import dev.wildstream.observed.FileStamp;
import dev.wildstream.observed.Listing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The videos on the machine's disk. */
final class SimulatedFiles {

  private final TreeMap<String, MediaFile> files = new TreeMap<>();

  /** Long before the world began. */
  private static final long NEVER_YET = -Duration.ofDays(1).toNanos();

  private Runnable watcher = () -> {};
  private long stamps;

  private final Map<String, Long> changes = new HashMap<>();

  /** What playlists stand for, until a file changes. */
  private final Map<Playlist, List<Listing.Listed>> lists = new IdentityHashMap<>();

  private final Agenda agenda;

  /** Nothing on the mount answers. */
  private boolean hangs;

  private long hungAt = NEVER_YET;

  SimulatedFiles(Agenda agenda) {
    this.agenda = agenda;
  }

  /** Is told of every change from now on, in place of who was told before. */
  void watch(Runnable newest) {
    watcher = newest;
  }

  List<MediaFile> all() {
    return List.copyOf(files.values());
  }

  Optional<MediaFile> at(String path) {
    return Optional.ofNullable(files.get(path));
  }

  boolean hangs() {
    return hangs;
  }

  /** When the mount last did not answer. */
  long hungAt() {
    return hangs ? agenda.now() : hungAt;
  }

  /** When a file last changed, came or went. */
  long changedAt(String path) {
    return changes.getOrDefault(path, NEVER_YET);
  }

  void hang(boolean now) {
    hangs = now;
    hungAt = agenda.now();
    changed();
  }

  void put(MediaFile file) {
    files.put(file.path(), file);
    changed();
  }

  /** The same file, there or not, with other content; its time of change tells. */
  void change(String path, boolean there, MediaFile.Content content) {
    put(files.get(path).with(there, newStamp(), content));
    changes.put(path, agenda.now());
  }

  FileStamp newStamp() {
    stamps++;
    return new FileStamp(1_000_000 + stamps, SimulatedMachine.BEGIN.minusSeconds(10_000 - stamps));
  }

  private void changed() {
    lists.clear();
    watcher.run();
  }

  /** The files that a playlist stands for now. */
  List<Listing.Listed> list(Playlist playlist) {
    return lists.computeIfAbsent(playlist, this::look);
  }

  private List<Listing.Listed> look(Playlist playlist) {
    List<Listing.Listed> listed = new ArrayList<>();
    for (PlaylistEntry entry : playlist.entries()) {
      switch (entry) {
        case PlaylistEntry.Found(var text, var folder) -> {
          String below = folder.resolve(text) + "/";
          for (MediaFile file : files.tailMap(below).values()) {
            if (!file.path().startsWith(below)) {
              break;
            }
            if (file.there()) {
              listed.add(listed(file.path(), Duration.ZERO, Optional.empty(), 1));
            }
          }
        }
        case PlaylistEntry.Literal(var path, var cut, int times) ->
            listed.add(listed(path.toString(), cut.start(), cut.end(), times));
      }
    }
    return List.copyOf(listed);
  }

  private Listing.Listed listed(String path, Duration start, Optional<Duration> end, int times) {
    Optional<MediaFile> file = at(path).filter(MediaFile::there);
    return new Listing.Listed(
        path,
        start,
        end,
        times,
        file.map(MediaFile::stamp),
        file.isPresent() ? Optional.empty() : Optional.of("no such file"));
  }
}
