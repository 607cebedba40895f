package dev.wildstream.real;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Videos whose every picture shows its own number, as bright and dark fields along the upper edge
 * that are still told apart after they were encoded again.
 */
final class Numbered {

  /** Of 640x360 at 25 pictures a second. */
  static final int PICTURES_A_SECOND = 25;

  private static final int FIELD = 40;

  /** Fields for the picture's number, up to 4095 = 163 s, and then for the item's, up to 15. */
  private static final int PICTURE_FIELDS = 12;

  private static final int FIELDS = 16;

  /** What a picture shows. */
  record Shown(int item, int picture) {}

  private Numbered() {}

  /** Writes a video of so many seconds, with sound of another pitch for every item. */
  static Path put(int item, int seconds, Path file) {
    StringBuilder graph =
        new StringBuilder("testsrc2=s=640x360:r=" + PICTURES_A_SECOND + ":d=" + seconds)
            .append(",drawbox=x=0:y=0:w=640:h=" + FIELD + ":color=black:t=fill");
    for (int field = 0; field < FIELDS; field++) {
      int bit = field < PICTURE_FIELDS ? field : field - PICTURE_FIELDS;
      String of = field < PICTURE_FIELDS ? "n" : Integer.toString(item);
      graph.append(
          ",drawbox=x=%d:y=0:w=%d:h=%d:color=white:t=fill:enable='mod(floor(%s/%d),2)'"
              .formatted(field * FIELD, FIELD, FIELD, of, 1 << bit));
    }
    String sound = "sine=frequency=" + (300 + 100 * item) + ":r=48000:d=" + seconds;
    List<String> options = new ArrayList<>();
    options.addAll(List.of("-f", "lavfi", "-i", graph.toString(), "-f", "lavfi", "-i", sound));
    options.addAll(
        List.of("-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-g", "50", "-b:v", "700k"));
    options.addAll(List.of("-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "96k", "-ac", "2"));
    return SampleMedia.ffmpeg(options, file);
  }

  /** What the pictures of a recording show, in their order. */
  static List<Shown> in(Path recording) {
    List<String> command =
        List.of(
            RealParts.bundledFfmpeg().toString(),
            "-nostdin",
            "-v",
            "quiet",
            "-i",
            recording.toString(),
            "-map",
            "0:v:0",
            "-vf",
            "crop=640:20:0:10,scale=16:1:flags=area,format=gray",
            "-fps_mode",
            "passthrough",
            "-f",
            "rawvideo",
            "pipe:1");
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      InputStream fields = new ByteArrayInputStream(process.getInputStream().readAllBytes());
      List<Shown> shown = new ArrayList<>();
      for (byte[] row = fields.readNBytes(FIELDS);
          row.length == FIELDS;
          row = fields.readNBytes(FIELDS)) {
        int number = 0;
        for (int field = 0; field < FIELDS; field++) {
          number |= (row[field] & 0xff) > 127 ? 1 << field : 0;
        }
        shown.add(new Shown(number >> PICTURE_FIELDS, number & (1 << PICTURE_FIELDS) - 1));
      }
      return shown;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
