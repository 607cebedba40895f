package dev.wildstream.real.chaos;

import dev.wildstream.real.SampleMedia;
import dev.wildstream.real.SampleMedia.Clip;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The videos of one station, and what befalls them. The last two lie in a folder of their own. */
final class Shelf {

  static final String MOUNTED = "mounted";

  /** Twelve seconds each, so that an item ends every few acts. */
  static final int SECONDS = 12;

  static final int ITEMS = 10;

  /** As the channel is: copied. */
  private static final Clip GOOD =
      Clip.of("640x360", SECONDS).withKilobits(800).withSampleRate(48_000);

  /** Not as the channel is, so that it is transcoded. */
  private static final Clip OTHER = Clip.of("426x240", SECONDS).withKilobits(800);

  /** Of the list, the one that is always transcoded. */
  private static final int ODD = 3;

  private final Path folder;
  private final List<Path> items = new ArrayList<>();

  Shelf(Path folder) {
    this.folder = folder;
    for (int i = 0; i < ITEMS; i++) {
      Path file = (i < ITEMS - 2 ? folder : mounted()).resolve(i + ".mp4");
      items.add(SampleMedia.put(i == ODD ? OTHER : GOOD, file));
    }
  }

  List<Path> items() {
    return List.copyOf(items);
  }

  /** A folder that may as well be a mount. */
  Path mounted() {
    return folder.resolve(MOUNTED);
  }

  void restore(Path file) {
    replace(file, GOOD);
  }

  void replaceByAnother(Path file) {
    replace(file, OTHER);
  }

  private void replace(Path file, Clip clip) {
    try {
      Path fresh = folder.resolve(".fresh");
      Files.deleteIfExists(fresh);
      Files.move(SampleMedia.put(clip, fresh), file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void fillWithGarbage(Path file, SplittableRandom chance) throws IOException {
    byte[] garbage = new byte[200_000];
    chance.nextBytes(garbage);
    Files.write(file, garbage); // in place
  }

  /** To a part of it between a tenth and nine, in place. */
  void truncate(Path file, SplittableRandom chance) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() * (1 + chance.nextInt(9)) / 10);
    }
  }

  /** What is copied in slowly: its first half, and later the other. */
  AutoCloseable copyInSlowly(Path file) throws IOException {
    byte[] all = Files.readAllBytes(file);
    Files.delete(file);
    Files.write(file, java.util.Arrays.copyOf(all, all.length / 2));
    return () -> {
      try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
        out.write(all, all.length / 2, all.length - all.length / 2);
      }
    };
  }

  void becomePipe(Path file) throws IOException {
    Files.delete(file);
    SampleMedia.run(List.of("mkfifo", file.toString()));
  }
}
