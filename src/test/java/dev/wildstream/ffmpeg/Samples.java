package dev.wildstream.ffmpeg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small media files, made once per folder. */
public record Samples(Path folder) {

  static final String[] PICTURE = {"-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", "50"};

  Path file(String name) {
    return folder.resolve(name);
  }

  /** Picture and sound of so many seconds each. */
  public Path make(String name, double picture, double sound, String... more)
      throws IOException, InterruptedException {
    String[] begin = {
      "-f",
      "lavfi",
      "-i",
      "testsrc2=size=320x180:rate=25:d=" + picture,
      "-f",
      "lavfi",
      "-i",
      "sine=frequency=440:sample_rate=48000:d=" + sound,
      "-c:v",
      "libx264",
      "-pix_fmt",
      "yuv420p",
      "-g",
      "50",
      "-c:a",
      "aac",
      "-ac",
      "2"
    };
    String[] all = new String[begin.length + more.length + 1];
    System.arraycopy(begin, 0, all, 0, begin.length);
    System.arraycopy(more, 0, all, begin.length, more.length);
    all[all.length - 1] = name;
    Tools.broughtAlong().make(folder, all);
    return file(name);
  }

  /** The same packets in another container, {@code times} in a row. */
  public Path copy(String from, String to, int times) throws IOException, InterruptedException {
    String loop = Integer.toString(times - 1);
    Tools.broughtAlong().make(folder, "-stream_loop", loop, "-i", from, "-c", "copy", to);
    return file(to);
  }

  /** The first {@code percent} of the bytes of another file. */
  public Path cut(String from, String to, int percent) throws IOException {
    byte[] all = Files.readAllBytes(file(from));
    return Files.write(file(to), java.util.Arrays.copyOf(all, all.length * percent / 100));
  }
}
