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
import java.util.LinkedHashMap;
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

  /** The laps of each look-up that were put in order. */
  private static final Derived<Listing, Laps> KNOWN =
      new Derived<>(listing -> new Laps(listing.items()));

  /**
   * The order of one lap. A shuffled lap is sorted by a hash of seed, lap and identity, so it is
   * the same after a restart, and an edit of the list moves no other item.
   */
  public static Program of(Listing listing, Playlist.Order order, long seed, int lap) {
    return KNOWN.of(listing).of(order, seed, lap);
  }

  /** The laps of one list: as it is listed, and the newest shuffled ones. */
  private static final class Laps {

    /** As many as are looked at in one decision, where the list has a single item. */
    private static final int MOST = 4;

    private record Shuffled(long seed, int lap) {}

    private final Program listed;
    private final Map<Shuffled, Program> shuffled =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Shuffled, Program> eldest) {
            return size() > MOST;
          }
        };

    Laps(List<Listing.Listed> list) {
      listed = new Program(items(list), 0);
    }

    synchronized Program of(Playlist.Order order, long seed, int lap) {
      return switch (order) {
        case LISTED -> new Program(listed.items, lap, listed.places);
        case SHUFFLE ->
            shuffled.computeIfAbsent(
                new Shuffled(seed, lap),
                key -> new Program(Program.shuffled(listed.items, seed, lap), lap));
      };
    }
  }

  private static List<Item> items(List<Listing.Listed> list) {
    List<Item> items = new ArrayList<>(list.size());
    Map<ItemIdentity, Integer> seen = new HashMap<>();
    for (Listing.Listed listed : list) {
      ItemIdentity first = new ItemIdentity(listed.path(), listed.start(), listed.end(), 0);
      int occurrence = seen.merge(first, 1, Integer::sum) - 1;
      ItemIdentity identity =
          occurrence == 0
              ? first
              : new ItemIdentity(listed.path(), listed.start(), listed.end(), occurrence);
      items.add(new Item(identity, listed.times(), listed.stamp(), listed.trouble()));
    }
    return items;
  }

  private static List<Item> shuffled(List<Item> items, long seed, int lap) {
    record Keyed(long key, Item item) {}
    MessageDigest sha = sha256();
    return items.stream()
        .map(item -> new Keyed(hash(sha, seed, lap, item.identity()), item))
        .sorted(Comparator.comparingLong(Keyed::key))
        .map(Keyed::item)
        .toList();
  }

  private static long hash(MessageDigest sha, long seed, int lap, ItemIdentity identity) {
    sha.update(ByteBuffer.allocate(12).putLong(seed).putInt(lap).array());
    sha.update(identity.toString().getBytes(StandardCharsets.UTF_8));
    return ByteBuffer.wrap(sha.digest()).getLong();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
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
