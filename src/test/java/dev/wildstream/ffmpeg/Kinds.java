package dev.wildstream.ffmpeg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Files of every kind that lie in playlists. Those that move flash white at 1, 3, 5 … seconds, and
 * those that sound beep at the same moments.
 *
 * <p>Made with the FFmpeg that is brought along, and kept for the next test.
 */
public final class Kinds {

  /** When the first flash and beep are, and how far apart, in seconds. */
  static final double FIRST_FLASH = 1;

  static final double FLASHES_APART = 2;

  /** Name, inputs, options; see {@link #input} for the words of an input. */
  private static final String ALL =
      """
      usual.mp4        | movie 640x360 30 12            |
      usual.mkv        | copy usual.mp4                 | -c copy
      usual.ts         | copy usual.mp4                 | -c copy
      usual.flv        | copy usual.mp4                 | -c copy
      small.mp4        | movie 320x240 30 12            |
      film.mp4         | movie 640x360 24000/1001 12    |
      sixty.mp4        | movie 640x360 60 12            |
      yuv444.mp4       | movie 640x360 30 12            | -pix_fmt yuv444p
      yuv422p10.mkv    | movie 640x360 30 12            | -pix_fmt yuv422p10le
      full-range.mp4   | movie 640x360 30 12            | -pix_fmt yuvj420p
      baseline.mp4     | movie 640x360 30 12            | -profile:v baseline -bf 0
      main.mp4         | movie 640x360 30 12            | -profile:v main
      pyramid.mp4      | movie 640x360 30 12            | -bf 4 -x264-params b-pyramid=normal:b-adapt=0
      mono.mp4         | movie 640x360 30 12            | -ar 44100 -ac 1
      surround.mkv     | movie 640x360 30 12            | -ac 6 -b:a 256k
      silent.mp4       | movie 640x360 30 12            | -an
      hevc.mp4         | movie 640x360 30 12            | -c:v libx265 -x265-params log-level=error
      vp9.webm         | movie 640x360 30 12            | -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -c:a libopus
      odd.webm         | movie 640x360 30 12            | -vf scale=853:479 -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -c:a libopus
      av1.mkv          | movie 640x360 30 12            | -c:v libsvtav1 -preset 12 -c:a libopus
      dvd.mpg          | movie 720x576 25 12            | -c:v mpeg2video -b:v 2M -g 12 -aspect 16:9 -c:a ac3 -b:a 192k
      broadcast.ts     | movie 640x360 25 12            | -c:v mpeg2video -b:v 2M -g 12 -c:a ac3 -b:a 192k
      interlaced.ts    | movie 720x576 50 12            | -vf interlace=lowpass=1,setsar=64/45 -flags +ilme+ildct -x264-params tff=1
      squeezed.mp4     | movie 480x360 30 12            | -vf setsar=4/3
      rotated.mp4      | turned usual.mp4               | -c copy
      variable.mp4     | movie 640x360 30 12            | -vf select='not(between(mod(n,60),40,49))*(lt(mod(n,60),40)+not(mod(n,2)))' -fps_mode vfr
      variable.mkv     | copy variable.mp4              | -c copy
      edited.mp4       | late usual.mp4                 | -c copy
      far-keyframes.mp4 | movie 640x360 30 45           | -g 600 -keyint_min 600 -sc_threshold 0
      tracks.mkv       | copy usual.mp4; sound 48000 12 | -map 0 -map 1 -c copy -c:a:1 ac3
      covered.mp4      | copy usual.mp4; colour 200x200 | -map 0 -map 1 -c copy -c:v:1 mjpeg -disposition:v:1 attached_pic
      subtitled.mkv    | copy usual.mp4; words          | -map 0 -map 1 -c copy -c:s srt
      subtitled.mp4    | copy usual.mp4; words          | -map 0 -map 1 -c copy -c:s mov_text
      short-sound.mp4  | picture 640x360 30 12; sound 48000 9 |
      long-sound.mp4   | picture 640x360 30 9; sound 48000 12 |
      song.mp3         | sound 44100 12; colour 300x300 | -c:a libmp3lame -c:v mjpeg -disposition:v attached_pic
      song.m4a         | sound 44100 12; colour 300x300 | -c:v mjpeg -disposition:v attached_pic
      song.flac        | sound 44100 12; colour 300x300 | -c:a flac -c:v mjpeg -disposition:v attached_pic
      tone.wav         | sound 48000 12                 | -c:a pcm_s16le
      tone.flac        | sound 48000 12                 | -c:a flac
      tone.opus        | sound 48000 12                 | -c:a libopus
      tone.aac         | sound 48000 12                 |
      tone.ac3         | sound 48000 12                 | -c:a ac3
      tone.eac3        | sound 48000 12                 | -c:a eac3
      tone.aiff        | sound 48000 12                 | -c:a pcm_s16be
      tone.caf         | sound 48000 12                 | -c:a pcm_s16be
      tone.w64         | sound 48000 12                 | -c:a pcm_s16le
      tone.dts         | sound 48000 12                 | -c:a dca -strict -2 -b:a 768k
      still.png        | colour 801x601                 | -frames:v 1 -c:v png -pix_fmt rgb24 -update 1
      still.jpg        | detail 801x601                 | -frames:v 1 -c:v mjpeg -pix_fmt yuvj420p -update 1
      still.webp       | colour 801x601                 | -frames:v 1 -c:v libwebp -pix_fmt yuv420p -update 1
      still.bmp        | colour 801x601                 | -frames:v 1 -c:v bmp -pix_fmt bgr24 -update 1
      still.gif        | colour 801x601                 | -frames:v 1 -c:v gif -pix_fmt rgb8
      one-frame.mp4    | picture 640x360 30 0.03; sound 48000 12 |
      """;

  /** Made of others by changing bytes. */
  private static final List<String> DAMAGED = List.of("says-long.mp4", "says-short.mkv", "cut.ts");

  private Kinds() {}

  /** The names of all. */
  public static List<String> names() {
    return Stream.concat(ALL.lines().map(line -> line.split("\\|")[0].strip()), DAMAGED.stream())
        .toList();
  }

  /** A file of a kind; made at the first asking. */
  public static synchronized Path file(String name) {
    try {
      Path file = folder().resolve(name);
      if (!Files.exists(file)) {
        Files.createDirectories(folder());
        Path fresh = folder().resolve("new-" + name);
        make(name, fresh);
        Files.move(fresh, file);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Another folder whenever the table above is another. */
  private static Path folder() {
    return Path.of(System.getProperty("wildstream.home"))
        .resolveSibling("test-media")
        .resolve("kinds-" + Integer.toHexString(ALL.hashCode()));
  }

  private static void make(String name, Path file) throws IOException, InterruptedException {
    switch (name) {
      case "says-long.mp4" -> saysLong(file);
      case "says-short.mkv" -> saysShort(file);
      case "cut.ts" -> {
        byte[] whole = Files.readAllBytes(file("usual.ts"));
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length * 6 / 10));
      }
      default -> encode(name, file);
    }
  }

  private static void encode(String name, Path file) throws IOException, InterruptedException {
    String[] row =
        ALL.lines()
            .map(line -> line.split("\\|", -1))
            .filter(columns -> columns[0].strip().equals(name))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no kind " + name));
    List<String> command = new ArrayList<>();
    command.add(Tools.broughtAlong().ffmpeg().toString());
    command.addAll(List.of("-nostdin", "-v", "error", "-y"));
    for (String input : row[1].split(";")) {
      command.addAll(input(input.strip().split(" ")));
    }
    if (row[1].contains("movie") || row[1].contains("picture")) {
      command.addAll(
          words("-c:v libx264 -preset superfast -pix_fmt yuv420p -g 60 -b:v 700k -bf 2"));
    }
    if (row[1].contains("movie") || row[1].contains("sound")) {
      command.addAll(words("-c:a aac -b:a 96k -ac 2"));
    }
    command.addAll(words(row[2].strip()));
    if (row[1].startsWith(" sound") && row[1].contains("colour")) {
      command.addAll(words("-map 0 -map 1"));
    }
    command.add(file.toString());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(command + "\n" + said);
    }
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" "));
  }

  private static List<String> input(String[] words) throws IOException {
    String flash = ",drawbox=enable='lt(mod(t+1,2),0.12)':color=white:t=fill";
    return switch (words[0]) {
      case "movie" -> {
        List<String> both =
            new ArrayList<>(input(new String[] {"picture", words[1], words[2], words[3]}));
        both.addAll(input(new String[] {"sound", "48000", words[3]}));
        yield both;
      }
      case "picture" ->
          lavfi("testsrc2=s=" + words[1] + ":r=" + words[2] + ":d=" + words[3] + flash);
      case "sound" ->
          lavfi(
              "aevalsrc='if(lt(mod(t+1,2),0.1),0.8*sin(2*PI*1000*t),0)':s="
                  + words[1]
                  + ":d="
                  + words[2]);
      case "colour" -> lavfi("color=red:d=0.04:r=25:s=" + words[1]);
      case "detail" -> lavfi("testsrc2=d=0.04:r=25:s=" + words[1] + ",noise=alls=40");
      case "copy" -> List.of("-i", file(words[1]).toString());
      case "turned" -> List.of("-display_rotation", "90", "-i", file(words[1]).toString());
      case "late" -> List.of("-ss", "1.3", "-i", file(words[1]).toString());
      case "words" -> {
        Path subtitles = folder().resolve("words.srt");
        Files.writeString(subtitles, "1\n00:00:01,000 --> 00:00:03,000\nHello\n");
        yield List.of("-i", subtitles.toString());
      }
      default -> throw new AssertionError(words[0]);
    };
  }

  private static List<String> lavfi(String graph) {
    return List.of("-f", "lavfi", "-i", graph);
  }

  /** Every header of an MP4 says three times the length. */
  private static void saysLong(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file("usual.mp4"));
    ByteBuffer all = ByteBuffer.wrap(bytes);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    // after the box's name: version and flags, two times, (a scale or a number …), the length
    for (String[] box :
        new String[][] {{"mvhd", "16"}, {"tkhd", "20"}, {"mdhd", "16"}, {"elst", "8"}}) {
      for (int at = text.indexOf(box[0]); at >= 0; at = text.indexOf(box[0], at + 1)) {
        int place = at + 4 + Integer.parseInt(box[1]);
        all.putInt(place, all.getInt(place) * 3);
      }
    }
    Files.write(file, bytes);
  }

  /** The one header of a Matroska file that tells its length, a third of it. */
  private static void saysShort(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file("usual.mkv"));
    ByteBuffer all = ByteBuffer.wrap(bytes);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int place = text.indexOf("\u0044\u0089\u0088") + 3; // the element's name, and eight bytes
    all.putDouble(place, all.getDouble(place) / 3);
    Files.write(file, bytes);
  }
}
