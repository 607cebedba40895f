package dev.wildstream.ffmpeg;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What becomes of the MPEG-TS that was taken out of a fifo. The publisher has the first part of a
 * packet, and of a picture and a sound, whose rest was in there: it gets these back, and the sound
 * that is due with the pictures that it has.
 *
 * @param back what the publisher is to get, whole packets for it
 * @param reached from where on the timeline another feeder may go on; empty where what was thrown
 *     away does not tell
 */
record FifoCut(byte[] back, Optional<Duration> reached) {

  /** So many sync bytes in a row, one a packet, are no chance: one in 2^64. */
  private static final int SURE = 8;

  /** And so many hardly, where a feeder before was killed in the middle of the next: 1 in 2^24. */
  private static final int LIKELY = 3;

  /** With less the rest of a packet cannot be told from a whole one: 45 ms of 300 kbit/s. */
  private static final int LEAST = (SURE + 1) * TsPacket.SIZE;

  /**
   * Where to cut.
   *
   * @param taken all that waited in the fifo, beginning anywhere
   * @param near a point of the timeline within 13 hours of what it holds
   */
  static FifoCut of(byte[] taken, Duration near) {
    Reading reading = new Reading(taken, near);
    int begin = grid(taken, 0);
    if (taken.length < LEAST || begin == taken.length) {
      // too little to throw away, or nothing that can be read
      return new FifoCut(joined(taken, TsPacket.nothing()), Optional.empty());
    }
    int at = begin;
    while (at + TsPacket.SIZE <= taken.length) {
      if (taken[at] == TsPacket.SYNC) {
        reading.packet(at);
        at += TsPacket.SIZE;
      } else {
        at = grid(taken, at); // a feeder before was killed in the middle of a packet
      }
    }
    Optional<Duration> reached = reading.point.reached();
    return new FifoCut(joined(Arrays.copyOf(taken, begin), reading.kept(reached)), reached);
  }

  /** Where the next packets begin, by most sync bytes in a row; the end where nowhere. */
  private static int grid(byte[] taken, int from) {
    int best = taken.length;
    int most = LIKELY - 1;
    for (int at = from; at < Math.min(from + TsPacket.SIZE, taken.length); at++) {
      int packets = packets(taken, at);
      if (packets > most) {
        best = at;
        most = packets;
      }
    }
    return best;
  }

  private static int packets(byte[] taken, int from) {
    int packets = 0;
    for (int at = from; packets < SURE && at < taken.length; at += TsPacket.SIZE) {
      if (taken[at] != TsPacket.SYNC) {
        break;
      }
      packets++;
    }
    return packets;
  }

  private static byte[] joined(byte[] one, byte[] other) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(one);
    both.writeBytes(other);
    return both.toByteArray();
  }

  /** Goes through the packets. */
  private static final class Reading {

    private static final int NOTHING = 0x1fff;
    private static final int VIDEO = 0xe0;
    private static final int AUDIO = 0xc0;

    /** Bytes of a PES header before its times. */
    private static final int BEFORE_TIMES = 9;

    final CutPoint point = new CutPoint();
    private final byte[] taken;
    private final Duration near;
    private final List<Packet> packets = new ArrayList<>();

    /** How many units of each stream have begun. */
    private final Map<Integer, Integer> begun = new HashMap<>();

    /** When the sounds of a stream are due, each a unit. */
    private final Map<Integer, List<Duration>> sounds = new HashMap<>();

    /**
     * A packet.
     *
     * @param unit of its stream, from 1; 0 = one whose begin the publisher has
     */
    private record Packet(int at, int stream, int unit) {}

    Reading(byte[] taken, Duration near) {
      this.taken = taken;
      this.near = near;
    }

    void packet(int at) {
      int stream = (taken[at + 1] & 0x1f) << 8 | taken[at + 2] & 0xff;
      if ((taken[at + 1] & 0x40) != 0) {
        begun.merge(stream, 1, Integer::sum);
        begins(stream, at + payload(at), at + TsPacket.SIZE);
      }
      packets.add(new Packet(at, stream, begun.getOrDefault(stream, 0)));
    }

    /**
     * The rest of what the publisher has the begin of; and the sound until where another feeder
     * goes on, since pictures come earlier than they are shown where they are reordered.
     */
    byte[] kept(Optional<Duration> reached) {
      ByteArrayOutputStream kept = new ByteArrayOutputStream();
      for (Packet packet : packets) {
        boolean rest = packet.unit() == 0 && packet.stream() != NOTHING;
        if (rest || packet.unit() > 0 && isSoundUntil(packet, reached)) {
          kept.write(taken, packet.at(), TsPacket.SIZE);
        }
      }
      return kept.toByteArray();
    }

    /** Whether the sound after it is due until then. */
    private boolean isSoundUntil(Packet packet, Optional<Duration> reached) {
      List<Duration> due = sounds.getOrDefault(packet.stream(), List.of());
      return packet.unit() < due.size()
          && reached.filter(r -> due.get(packet.unit()).compareTo(r) <= 0).isPresent();
    }

    /** Where in a packet the payload begins. */
    private int payload(int at) {
      boolean hasField = (taken[at + 3] & 0x20) != 0;
      return hasField ? 5 + (taken[at + 4] & 0xff) : 4;
    }

    /** Notes when a picture or a sound is due that begins here; a table is neither. */
    private void begins(int stream, int at, int end) {
      boolean isPes =
          at + BEFORE_TIMES + 2 * TsClock.WRITTEN <= end
              && taken[at] == 0
              && taken[at + 1] == 0
              && taken[at + 2] == 1;
      int times = isPes ? taken[at + 7] >> 6 & 3 : 0;
      if (times < 2) {
        return;
      }
      Duration shown = time(at + BEFORE_TIMES);
      Duration decoded = times == 3 ? time(at + BEFORE_TIMES + TsClock.WRITTEN) : shown;
      int kind = taken[at + 3] & 0xff;
      if (kind >= VIDEO) {
        point.picture(shown, decoded);
      } else if (kind >= AUDIO) {
        point.sound(shown);
        sounds.computeIfAbsent(stream, s -> new ArrayList<>()).add(shown);
      }
    }

    private Duration time(int at) {
      return TsClock.point(TsClock.read(taken, at), near);
    }
  }
}
