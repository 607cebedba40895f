package dev.wildstream.playout;

import dev.wildstream.desired.Playlist;
import dev.wildstream.memory.ItemIdentity;
import dev.wildstream.observed.FileStamp;
import dev.wildstream.observed.Listing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The items of a playlist in the order in which one lap plays them.
 *
 * @param lap from 0
 * @param places where each item stands, from 0
 */
public record Program(List<Item> items, int lap, Map<ItemIdentity, Integer> places) {

  public Program {
    items = List.copyOf(items);
  }

  /** The places follow from the items. */
  Program(List<Item> items, int lap) {
    this(items, lap, places(items));
  }

  private static Map<ItemIdentity, Integer> places(List<Item> items) {
    Map<ItemIdentity, Integer> places = HashMap.newHashMap(items.size());
    for (int i = 0; i < items.size(); i++) {
      places.put(items.get(i).identity(), i);
    }
    return places;
  }

  /**
   * One item, played {@code times} in a row.
   *
   * @param times at least 1
   * @param stamp empty where the file is not there
   * @param trouble why it cannot be played at all; empty = nothing is known against it
   */
  public record Item(
      ItemIdentity identity, int times, Optional<FileStamp> stamp, Optional<String> trouble) {}

  /**
   * The order of one lap. A shuffled lap is sorted by a hash of seed, lap and identity, so it is
   * the same after a restart, and an edit of the list moves no other item.
   */
  public static Program of(Listing listing, Playlist.Order order, long seed, int lap) {
    List<Item> items = new ArrayList<>(listing.items().size());
    Map<ItemIdentity, Integer> seen = new HashMap<>();
    for (Listing.Listed listed : listing.items()) {
      ItemIdentity first = new ItemIdentity(listed.path(), listed.start(), listed.end(), 0);
      int occurrence = seen.merge(first, 1, Integer::sum) - 1;
      ItemIdentity identity =
          new ItemIdentity(listed.path(), listed.start(), listed.end(), occurrence);
      items.add(new Item(identity, listed.times(), listed.stamp(), listed.trouble()));
    }
    return switch (order) {
      case LISTED -> new Program(items, lap);
      case SHUFFLE -> new Program(shuffled(items, seed, lap), lap);
    };
  }

  private static List<Item> shuffled(List<Item> items, long seed, int lap) {
    record Keyed(long key, Item item) {}
    return items.stream()
        .map(item -> new Keyed(hash(seed, lap, item.identity()), item))
        .sorted(Comparator.comparingLong(Keyed::key))
        .map(Keyed::item)
        .toList();
  }

  private static long hash(long seed, int lap, ItemIdentity identity) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(ByteBuffer.allocate(12).putLong(seed).putInt(lap).array());
      sha.update(identity.toString().getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(sha.digest()).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** Where an item stands, from 0; empty = it is not in the list. */
  public OptionalInt indexOf(ItemIdentity identity) {
    Integer place = places.get(identity);
    return place == null ? OptionalInt.empty() : OptionalInt.of(place);
  }
}
