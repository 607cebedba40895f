package dev.wildstream.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.real.RealParts;
import dev.wildstream.reconcile.Recipe;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a feeder meets in the items it is given, caused for real, and what the hub makes of it.
 * Where FFmpeg ends well all the same, how much it wrote tells.
 */
class ItemFaultsIT {

  private static final Duration WHOLE = Duration.ofSeconds(60);

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path whole;

  /** How much is left of a file that is cut within a picture, which FFmpeg cannot copy. */
  private static double inPicture;

  /** The same within a sound, which it copies and says nothing. */
  private static double inSound;

  /** Makes a fault happen to a feeder. */
  interface Cause {
    FaultLab.End of(FaultLab lab, Path item) throws Exception;
  }

  private static final Map<String, Cause> CAUSES = new TreeMap<>();

  static {
    CAUSES.put("item-good", (lab, item) -> lab.item(whole).feed().end());
    CAUSES.put("item-missing", (lab, item) -> lab.item(item).feed().end());
    CAUSES.put("item-denied", ItemFaultsIT::denied);
    CAUSES.put(
        "item-folder",
        (lab, item) -> {
          Files.createDirectory(item);
          return lab.item(item).feed().end();
        });
    CAUSES.put("item-empty", (lab, item) -> holding(lab, item, new byte[0]));
    CAUSES.put("item-text", (lab, item) -> holding(lab, item, "no video\n".repeat(500).getBytes()));
    CAUSES.put(
        "item-random",
        (lab, item) -> {
          byte[] bytes = new byte[200_000];
          new Random(7).nextBytes(bytes);
          return holding(lab, item, bytes);
        });
    CAUSES.put("item-zeros", (lab, item) -> holding(lab, item, new byte[200_000]));
    CAUSES.put(
        "item-list",
        (lab, item) -> {
          String list = "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile:" + whole + "\n";
          return holding(lab, item, list.getBytes());
        });
    CAUSES.put("item-moovless", (lab, item) -> holding(lab, item, begin(0.5, whole)));
    CAUSES.put("item-trunc", (lab, item) -> holding(lab, item, begin(inPicture, faststart())));
    CAUSES.put("item-trunc-quiet", (lab, item) -> holding(lab, item, begin(inSound, faststart())));
    CAUSES.put(
        "item-trunc-mkv",
        (lab, item) -> {
          Path mkv = item.resolveSibling("item.mkv");
          return holding(lab, mkv, begin(0.5, new Samples(shared).file("whole.mkv")));
        });
    CAUSES.put(
        "item-corrupt",
        (lab, item) -> {
          Files.copy(faststart(), item);
          overwrite(item, 0.3, 0.5);
          return lab.item(item).feed().end();
        });
    CAUSES.put("item-cut-meanwhile", (lab, item) -> cutMeanwhile(lab, item, inPicture));
    CAUSES.put("item-cut-meanwhile-quiet", (lab, item) -> cutMeanwhile(lab, item, inSound));
    CAUSES.put(
        "item-overwritten-meanwhile",
        (lab, item) ->
            meanwhile(
                lab,
                item,
                () -> {
                  overwrite(item, 0.3, 1);
                }));
    CAUSES.put(
        "item-deleted-meanwhile", (lab, item) -> meanwhile(lab, item, () -> Files.delete(item)));
    CAUSES.put(
        "item-replaced-meanwhile",
        (lab, item) ->
            meanwhile(
                lab,
                item,
                () -> {
                  Path other = Files.writeString(item.resolveSibling("other"), "another");
                  Files.move(other, item, StandardCopyOption.ATOMIC_MOVE);
                }));
    CAUSES.put(
        "item-hangs",
        (lab, item) -> {
          new ProcessBuilder("mkfifo", item.toString()).start().waitFor();
          lab.item(item).feed();
          Until.holds(
              Duration.ofSeconds(10), "it opens the item", () -> lab.waitsFor("wait_for_partner"));
          return lab.signal("KILL").end();
        });
    CAUSES.put(
        "item-unreadable-disk",
        (lab, item) -> {
          Files.createSymbolicLink(item, Path.of("/proc/self/mem"));
          return lab.item(item).feed().end();
        });
    CAUSES.put("item-silent", (lab, item) -> lab.item(sample("silent.mp4")).feed().end());
    CAUSES.put("item-soundonly", (lab, item) -> lab.item(sample("soundonly.mp4")).feed().end());
    CAUSES.put(
        "item-silence-added",
        (lab, item) -> {
          lab.silence(
              new Recipe.Sound.Silence(
                  new Recipe.SoundEncoding("aac", 48_000, 2, 128_000), Optional.empty()));
          return lab.item(sample("silent.mp4")).feed().end();
        });
    CAUSES.put(
        "item-name",
        (lab, item) -> {
          Path odd = item.resolveSibling("Connection refused: moov atom not found.mp4");
          return lab.item(odd).feed().end();
        });
    CAUSES.put("item-sigkill", (lab, item) -> lab.item(whole).feedSlowly().signal("KILL").end());
    CAUSES.put("item-sigsegv", (lab, item) -> lab.item(whole).feedSlowly().signal("SEGV").end());
    CAUSES.put(
        "item-sigterm", (lab, item) -> lab.item(whole).feedSlowly().goOn().signal("TERM").end());
    CAUSES.put(
        "item-program-missing", (lab, item) -> lab.under(List.of("/no/ffmpeg")).feed().end());
    CAUSES.put(
        "item-progress-unwritable",
        (lab, item) -> {
          lab.changing(command -> {
            try {
              Files.createDirectory(lab.run().progress(Role.FEEDER));
            } catch (IOException e) {
              throw new AssertionError(e);
            }
            return command;
          });
          return lab.item(whole).feed().end();
        });
    CAUSES.put("item-disk-fills", ItemFaultsIT::diskFills);
    CAUSES.put("item-too-many-files", ItemFaultsIT::tooManyFiles);
  }

  static Stream<Arguments> faults() {
    return CAUSES.entrySet().stream()
        .flatMap(cause ->
            Tools.all().stream()
                .map(tools -> Arguments.of(cause.getKey(), tools, cause.getValue())));
  }

  @BeforeAll
  static void make() throws Exception {
    Samples samples = new Samples(shared);
    samples.make("six.mp4", 6, 6);
    whole = samples.copy("six.mp4", "whole.mp4", 10);
    samples.copy("six.mp4", "whole.mkv", 10);
    samples.make("silent.mp4", 3, 3, "-an");
    samples.make("soundonly.mp4", 3, 3, "-vn");
    Tools.broughtAlong()
        .make(shared, "-i", "whole.mp4", "-c", "copy", "-movflags", "+faststart", "fast.mp4");
    for (double part = 0.5; inPicture == 0 || inSound == 0; part += 0.001) {
      if (isCopied(Files.write(shared.resolve("part.mp4"), begin(part, faststart())))) {
        inSound = part;
      } else {
        inPicture = part;
      }
    }
  }

  private static boolean isCopied(Path file) throws Exception {
    List<String> command =
        List.of(Tools.broughtAlong().ffmpeg().toString(), "-nostdin", "-v", "quiet", "-y");
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of("-i", file.toString(), "-c", "copy", "-f", "mpegts", "/dev/null"));
    Process process = new ProcessBuilder(all).start();
    return process.waitFor() == 0;
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("faults")
  void eachIsTakenForWhatItIs(String name, Tools tools, Cause cause) throws Exception {
    try (FaultLab lab = new FaultLab(folder, tools, whole)) {
      FaultLab.End end = cause.of(lab, folder.resolve("item.mp4"));
      Faults.named(name).seen(tools, end);
      switch (name) {
        case "item-good", "item-deleted-meanwhile", "item-replaced-meanwhile" ->
            assertThat(lab.written()).isBetween(WHOLE.minusSeconds(1), WHOLE.plusSeconds(1));
        // cut short, and told by that alone
        case "item-trunc-quiet", "item-trunc-mkv", "item-cut-meanwhile-quiet" ->
            assertThat(lab.written()).isBetween(Duration.ofSeconds(2), WHOLE.minusSeconds(10));
        default -> {
          // the log tells
        }
      }
    }
  }

  private static Path sample(String name) {
    return new Samples(shared).file(name);
  }

  private static Path faststart() {
    return sample("fast.mp4");
  }

  private static byte[] begin(double part, Path file) throws IOException {
    byte[] all = Files.readAllBytes(file);
    return Arrays.copyOf(all, (int) (all.length * part));
  }

  private static FaultLab.End holding(FaultLab lab, Path item, byte[] bytes) throws Exception {
    Files.write(item, bytes);
    return lab.item(item).feed().end();
  }

  private static void overwrite(Path item, double from, double to) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(item.toFile(), "rw")) {
      long length = file.length();
      byte[] junk = new byte[(int) (length * (to - from))];
      new Random(9).nextBytes(junk);
      file.seek((long) (length * from));
      file.write(junk);
    }
  }

  /** Not even root may read what nobody may, once it has given up its capabilities. */
  private static FaultLab.End denied(FaultLab lab, Path item) throws Exception {
    Files.copy(whole, item);
    Files.setPosixFilePermissions(item, PosixFilePermissions.fromString("---------"));
    Path setpriv = RealParts.program("setpriv");
    boolean root = Files.getAttribute(item, "unix:uid").equals(0);
    return (root
            ? lab.under(List.of(setpriv.toString(), "--bounding-set=-all", "--inh-caps=-all"))
            : lab)
        .item(item)
        .feed()
        .end();
  }

  /** Something that happens to a file. */
  interface Change {
    void happen() throws Exception;
  }

  private static FaultLab.End cutMeanwhile(FaultLab lab, Path item, double part) throws Exception {
    return meanwhile(
        lab,
        item,
        () -> {
          try (RandomAccessFile file = new RandomAccessFile(item.toFile(), "rw")) {
            file.setLength((long) (file.length() * part));
          }
        });
  }

  private static FaultLab.End meanwhile(FaultLab lab, Path item, Change change) throws Exception {
    Files.copy(faststart(), item);
    lab.item(item).feedSlowly();
    change.happen();
    return lab.goOn().end();
  }

  /** The progress file and what notes the ends are on a disk with room for a page. */
  private static FaultLab.End diskFills(FaultLab lab, Path item) throws Exception {
    RealParts.namespaces();
    String script = "mount -t tmpfs -o size=4k none \"$0\" && exec \"$@\"";
    return lab.under(List.of("unshare", "--mount", "sh", "-c", script, lab.run().path().toString()))
        .item(whole)
        .feed()
        .end();
  }

  /** With as many as it takes to come to the item, and none for that. */
  private static FaultLab.End tooManyFiles(FaultLab lab, Path item) throws Exception {
    Path behind = lab.tools().ffmpeg().resolveSibling("lib/ffmpeg");
    Path program = Files.exists(behind) ? behind : lab.tools().ffmpeg();
    String libraries = "LD_LIBRARY_PATH=" + program.resolveSibling("absent");
    return lab.changing(
            command -> {
              List<String> all = new ArrayList<>(List.of("env", libraries));
              all.addAll(List.of("prlimit", "--nofile=4", program.toString()));
              all.addAll(command.subList(1, command.size()));
              return all;
            })
        .item(whole)
        .feed()
        .end();
  }
}
