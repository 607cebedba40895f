package dev.wildstream.memory.json;

import dev.wildstream.loop.ProbedMedia;
import dev.wildstream.observed.MediaFacts;
import dev.wildstream.observed.MediaView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * What was probed, as {@code media.json} in the runtime folder: written at once and without sync,
 * since it need only outlive the hub. Never seen half written; one that is damaged all the same, or
 * of another format, is as good as none. Safe for use by several threads.
 */
public final class JsonProbedMedia implements ProbedMedia {

  /** Raised when a probe finds out something else or something more. */
  private static final int FORMAT = 3;

  /**
   * A thousand items with paths of 4 KiB, the longest that Linux has, are less; more was not
   * written by us.
   */
  private static final long MOST_BYTES = 8L << 20;

  private record Content(int format, List<Item> items) {
    Content {
      items = List.copyOf(items);
    }
  }

  private record Item(MediaView.Source source, MediaFacts.Playable facts) {}

  private final Path file;
  private final Disk disk;

  /** In this runtime folder, which need not be there yet. */
  public JsonProbedMedia(Path runtime) {
    this(runtime, Disk.real());
  }

  JsonProbedMedia(Path runtime, Disk disk) {
    this.file = runtime.toAbsolutePath().resolve("media.json");
    this.disk = disk;
  }

  @Override
  public synchronized Map<MediaView.Source, MediaFacts.Playable> load() {
    Map<MediaView.Source, MediaFacts.Playable> kept = new LinkedHashMap<>();
    try {
      if (Files.isRegularFile(file) && Files.size(file) <= MOST_BYTES) {
        Optional.ofNullable(Json.MAPPER.readValue(Files.readAllBytes(file), Content.class))
            .filter(content -> content.format() == FORMAT)
            .ifPresent(c -> c.items().forEach(item -> kept.put(item.source(), item.facts())));
      }
    } catch (IOException | JacksonException unreadable) {
      // it is written anew after the next probe
    }
    return kept;
  }

  @Override
  public synchronized void keep(Map<MediaView.Source, MediaFacts.Playable> probed) {
    List<Item> items =
        probed.entrySet().stream().map(e -> new Item(e.getKey(), e.getValue())).toList();
    Path temporary = Disk.temporary(file);
    try {
      disk.create(temporary, Json.MAPPER.writeValueAsBytes(new Content(FORMAT, items)), Disk.OWNER);
      disk.replace(temporary, file);
    } catch (IOException full) {
      discard(temporary);
    }
  }

  /** On a full disk half a file is of no use, and room is. */
  private void discard(Path temporary) {
    try {
      disk.delete(temporary);
    } catch (IOException e) {
      // the next one replaces it
    }
  }
}
