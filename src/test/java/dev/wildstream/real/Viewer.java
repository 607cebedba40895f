package dev.wildstream.real;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Watches a stream as a player does, and keeps the time of every packet: when it is due and when it
 * came.
 */
public final class Viewer implements AutoCloseable {

  /**
   * A packet of the stream.
   *
   * @param video else sound
   * @param header whether it is a decoder's configuration and no picture or sound
   * @param due by the stream's own clock
   * @param shown likewise: of reordered pictures some time after it is due
   */
  public record Packet(
      boolean video, boolean header, boolean key, Duration due, Duration shown, Instant came) {}

  private final Process ffmpeg;
  private final List<Packet> packets = new CopyOnWriteArrayList<>();
  private final Thread thread;

  public Viewer(String url, Path log) {
    this(url, log, "0", "5000000");
  }

  private Viewer(String url, Path log, String streams, String analyzedMicroseconds) {
    try {
      ffmpeg =
          new ProcessBuilder(
                  RealParts.bundledFfmpeg().toString(),
                  "-nostdin",
                  "-v",
                  "warning",
                  "-copyts",
                  "-analyzeduration",
                  analyzedMicroseconds,
                  "-i",
                  url,
                  "-map",
                  streams,
                  "-c",
                  "copy",
                  "-copyts",
                  "-f",
                  "flv",
                  "-flush_packets",
                  "1",
                  "pipe:1")
              .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread = Thread.ofPlatform().name("viewer").daemon().start(this::read);
  }

  /**
   * One that gets the pictures alone. One that gets both holds the last of either until the other
   * goes on.
   */
  public static Viewer ofPictures(String url, Path log) {
    return new Viewer(url, log, "0:v", "500000");
  }

  /** Likewise of the sound. */
  public static Viewer ofSound(String url, Path log) {
    return new Viewer(url, log, "0:a", "500000");
  }

  private void read() {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(ffmpeg.getInputStream()))) {
      in.skipNBytes(9); // the file's header
      while (true) {
        in.readInt(); // size of the tag before
        int type = in.readUnsignedByte();
        int size = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int low = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        long due = (long) in.readUnsignedByte() << 24 | low;
        in.skipNBytes(3);
        byte[] body = in.readNBytes(size);
        if ((type == 8 || type == 9) && body.length > 1) {
          boolean video = type == 9;
          packets.add(
              new Packet(
                  video,
                  body[1] == 0,
                  video && (body[0] & 0xf0) == 0x10,
                  Duration.ofMillis(due),
                  Duration.ofMillis(due + (video ? reordered(body) : 0)),
                  Instant.now()));
        }
      }
    } catch (EOFException e) {
      // the stream is over
    } catch (IOException e) {
      // closed
    }
  }

  /** A signed number of 24 bits behind the two that say what it is. */
  private static int reordered(byte[] body) {
    return body.length < 5 ? 0 : body[2] << 16 | (body[3] & 0xff) << 8 | body[4] & 0xff;
  }

  public List<Packet> packets() {
    return List.copyOf(packets);
  }

  /** Pictures or sounds without the decoder's configurations. */
  public List<Packet> media(boolean video) {
    return packets.stream().filter(p -> p.video() == video && !p.header()).toList();
  }

  /** The longest time in which nothing came. */
  public Duration longestSilence() {
    Duration longest = Duration.ZERO;
    List<Packet> all = packets();
    // what a player gets first is what the server had kept for it
    for (int i = 2; i < all.size(); i++) {
      Duration gap = Duration.between(all.get(i - 1).came(), all.get(i).came());
      longest = gap.compareTo(longest) > 0 ? gap : longest;
    }
    return longest;
  }

  /**
   * Every step of the stream's clock from what is shown or heard to the next that is longer than
   * this, and every packet that is due before the one before it.
   */
  public List<String> holes(boolean video, Duration longer) {
    List<String> holes = new ArrayList<>();
    String kind = video ? "video " : "audio ";
    List<Packet> of = media(video);
    List<Duration> shown = of.stream().map(Packet::shown).sorted().toList();
    for (int i = 1; i < of.size(); i++) {
      Duration step = shown.get(i).minus(shown.get(i - 1));
      if (step.compareTo(longer) > 0) {
        holes.add(kind + shown.get(i - 1) + " + " + step);
      }
      if (of.get(i).due().compareTo(of.get(i - 1).due()) < 0) {
        holes.add(kind + of.get(i - 1).due() + " before " + of.get(i).due());
      }
    }
    return holes;
  }

  @Override
  public void close() {
    ffmpeg.destroyForcibly();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
