package dev.wildstream.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.Playlist;
import dev.wildstream.desired.PlaylistEntry;
import dev.wildstream.desired.StreamName;
import dev.wildstream.ffmpeg.library.MediaLibrary;
import dev.wildstream.linux.Fifo;
import dev.wildstream.loop.RealClock;
import dev.wildstream.loop.Wake;
import dev.wildstream.memory.json.JsonProbedMedia;
import dev.wildstream.observed.Listing;
import dev.wildstream.observed.MediaFacts;
import dev.wildstream.observed.MediaView;
import dev.wildstream.reconcile.Recipe;
import dev.wildstream.reconcile.Step;
import dev.wildstream.reconcile.Wants;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Names and contents of items that somebody chose who means ill, from the list to FFmpeg: each is
 * played or refused with a word, and none reaches a shell, another file or the network.
 */
class HostileNamesIT {

  private static final StreamName STREAM = new StreamName("wild-tv");
  private static final RealClock CLOCK = new RealClock();
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String OUTSIDE = "is outside of the folders that --media-root allows";

  /** Of good files. All are played, whatever they are called. */
  private static final List<String> NAMES =
      List.of(
          "a b.mp4",
          " leading and trailing ",
          "quote'.mp4",
          "double\".mp4",
          "'\"'\"'.mp4",
          "back`touch pwned`tick.mp4",
          "$(touch pwned).mp4",
          "${HOME}.mp4",
          "; touch pwned;.mp4",
          "&& touch pwned.mp4",
          "| touch pwned.mp4",
          "> pwned.mp4",
          "< pwned.mp4",
          "(a).mp4",
          "!bang.mp4",
          "~root.mp4",
          "@file.mp4",
          "new\nline.mp4",
          "\n",
          "tab\t.mp4",
          "return\r.mp4",
          "escape\u001b[31m.mp4",
          "bell\u0007.mp4",
          "-i",
          "-i.mp4",
          "--help",
          "-f",
          "-",
          "-y.mp4",
          "%d.mp4",
          "%03d.mp4",
          "%s%n%x.mp4",
          "%Y-%m-%d.mp4",
          "a:b.mp4",
          "concat:a|b",
          "concat:a|b.mp4",
          "file:a.mp4",
          "file:",
          "pipe:",
          "pipe:0",
          "pipe:1.mp4",
          "http:",
          "http:a.mp4",
          "https:a",
          "tcp:127.0.0.1:1",
          "rtmp:a",
          "data:text,x.mp4",
          "crypto:a.mp4",
          "subfile,,start,0,end,9,,:a.mp4",
          "async:a",
          "cache:a",
          "tee:a|b",
          "lavfi",
          "lavfi:testsrc",
          "movie=a.mp4",
          "testsrc=size=16x16",
          "[",
          "[a].mp4",
          "a[0-9].mp4",
          "*",
          "*.mp4",
          "?.mp4",
          "**",
          "{a,b}.mp4",
          "#hash.mp4",
          "a#b?c=d&e.mp4",
          "back\\slash.mp4",
          "\\",
          "a=b,c;d.mp4",
          "..mp4",
          "...",
          ".hidden.mp4",
          "x.m3u9",
          "\u00fcn\u00efcode.mp4",
          "e\u0301.mp4",
          "\u65e5\u672c.mp4",
          "\ud83d\ude00.mp4",
          "\u202egnp.mp4",
          "\ufeffbom.mp4",
          "x".repeat(251) + ".mp4");

  @TempDir Path temporary;
  private Path media;
  private Path outside;
  private Path run;

  /** What is listed, and a word of why it is refused; empty = it is played. */
  private final Map<PlaylistEntry, Optional<String>> table = new LinkedHashMap<>();

  static List<Tools> tools() {
    return Tools.all();
  }

  @BeforeEach
  void makeFolders() throws Exception {
    Path folder = temporary.toRealPath();
    media = Files.createDirectories(folder.resolve("media"));
    outside = Files.createDirectories(folder.resolve("outside"));
    run = Files.createDirectories(folder.resolve("run"));
    new Samples(outside).make("secret.mp4", 0.4, 0.4);
  }

  private PlaylistEntry literal(String path) {
    return new PlaylistEntry.Literal(media.resolve(path), PlaylistEntry.Cut.WHOLE, 1);
  }

  private void plays(PlaylistEntry entry) {
    table.put(entry, Optional.empty());
  }

  private void refused(PlaylistEntry entry, String word) {
    table.put(entry, Optional.of(word));
  }

  private void refused(String name, String content, String word) throws IOException {
    Files.writeString(media.resolve(name), content);
    refused(literal(name), word);
  }

  private void fill(int port) throws Exception {
    Path secret = outside.resolve("secret.mp4");
    for (String name : NAMES) {
      Files.copy(secret, media.resolve(name));
      plays(literal(name));
    }
    // a film by the name of a picture is neither
    Files.copy(secret, media.resolve("%d.jpg"));
    refused(literal("%d.jpg"), "another kind of file than its name says");

    String net = "http://127.0.0.1:" + port + "/x.ts";
    refused("concat.mp4", "ffconcat version 1.0\nfile '" + secret + "'\n", "");
    refused("concat-net.ts", "ffconcat version 1.0\nfile " + net + "\n", "");
    String hls = "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n%s\n#EXT-X-ENDLIST\n";
    refused("hls.mp4", hls.formatted(secret), "");
    refused("hls-net.mkv", hls.formatted(net), "");
    refused("hls-file.ts", hls.formatted("file://" + secret), "");
    refused(
        "dash.mp4",
        "<?xml version=\"1.0\"?>\n<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\">"
            + "<Period><AdaptationSet><Representation id=\"1\" bandwidth=\"1\"><BaseURL>"
            + net
            + "</BaseURL></Representation></AdaptationSet></Period></MPD>",
        "");
    refused(
        "sdp.mp4",
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video "
            + port
            + " RTP/AVP 96\na=rtpmap:96 H264/90000\n",
        "");
    refused("smil.mp4", "<smil><body><video src=\"" + net + "\"/></body></smil>", "");
    refused("asx.wmv", "<asx version=\"3.0\"><entry><ref href=\"" + net + "\"/></entry></asx>", "");
    refused("metadata.mp4", ";FFMETADATA1\ntitle=x\n", "");
    refused("subtitle.mp4", "1\n00:00:00,000 --> 00:00:01,000\nsecret\n", "");
    refused("words.mp4", "aaaa-bbbb-cccc-dddd\n", "");
    refused("script.avi", "#!/bin/sh\ntouch pwned\n", "");
    refused("empty.mp4", "", "");

    refused(literal("../outside/secret.mp4"), OUTSIDE);
    refused(literal("./../media/../outside/secret.mp4"), OUTSIDE);
    refused(literal(secret.toString()), OUTSIDE);
    refused(literal("/etc/passwd"), OUTSIDE);
    refused(literal("/proc/self/environ"), OUTSIDE);
    refused(literal("/dev/zero"), "is no file");
    refused(literal("/dev/stdin"), "");
    Files.createSymbolicLink(media.resolve("link.mp4"), secret);
    refused(literal("link.mp4"), OUTSIDE);
    Files.createSymbolicLink(media.resolve("away"), outside);
    refused(literal("away/secret.mp4"), OUTSIDE);
    Files.createSymbolicLink(media.resolve("within.mp4"), Path.of("a b.mp4"));
    plays(literal("within.mp4"));
    Files.createSymbolicLink(media.resolve("dangling.mp4"), Path.of("nothing"));
    refused(literal("dangling.mp4"), "no such file");
    Files.createSymbolicLink(media.resolve("loop.mp4"), Path.of("loop.mp4"));
    refused(literal("loop.mp4"), "");
    Fifo.make(media.resolve("fifo.mp4"));
    refused(literal("fifo.mp4"), "is no file");
    Files.createDirectory(media.resolve("folder.mp4"));
    refused(literal("folder.mp4"), "is a folder");

    refused(new PlaylistEntry.Found(net, media), ""); // "http:" is a file here
    refused(new PlaylistEntry.Found("concat:a b.mp4|x", media), "no such file");
    refused(new PlaylistEntry.Found("../outside/secret.mp4", media), OUTSIDE);
    refused(new PlaylistEntry.Found("../outside/*", media), OUTSIDE);
    refused(new PlaylistEntry.Found("/etc/*", media), OUTSIDE);
    Files.writeString(media.resolve("hls.m3u8"), hls.formatted(net));
    refused(new PlaylistEntry.Found("hls.m3u8", media), "is an HLS playlist");
    Files.writeString(media.resolve("net.m3u"), net + "\n");
    refused(new PlaylistEntry.Found("net.m3u", media), "network address");
    Files.writeString(media.resolve("out.m3u"), secret + "\n");
    refused(new PlaylistEntry.Found("out.m3u", media), OUTSIDE);
    Path bytes = Files.createDirectory(media.resolve("bytes"));
    new ProcessBuilder(
            "sh", "-c", "cp \"$0\" \"$1/$(printf 'b\\377d.mp4')\"", "" + secret, "" + bytes)
        .start()
        .waitFor();
    refused(new PlaylistEntry.Found("bytes", media), "its name holds bytes that are no text here");
    refused(
        new PlaylistEntry.Found("bytes/*.mp4", media),
        "its name holds bytes that are no text here");
    for (Path file : filesIn(media)) {
      if (Files.isRegularFile(file)) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
      }
    }
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static TreeSet<String> tree(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .map(Path::toString)
          .collect(java.util.stream.Collectors.toCollection(TreeSet::new));
    }
  }

  @ParameterizedTest
  @MethodSource("tools")
  void eachIsPlayedOrRefusedWithAWordAndNoneReachesAnythingElse(Tools tools) throws Exception {
    try (ServerSocket network = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
      network.setSoTimeout(100);
      fill(network.getLocalPort());
      assertThat(table).hasSizeGreaterThan(110);
      TreeSet<String> before = tree(media);
      before.addAll(tree(outside));
      Map<PlaylistEntry, String> told = told(tools);
      table.forEach((entry, refusal) ->
          refusal.ifPresentOrElse(
              word -> assertThat(told.get(entry)).as("%s", entry).contains(word).isNotBlank(),
              () -> assertThat(told.get(entry)).as("%s", entry).isEmpty()));
      for (Map.Entry<PlaylistEntry, Optional<String>> row : table.entrySet()) {
        if (row.getKey() instanceof PlaylistEntry.Literal item) {
          feed(tools, item.path(), row.getValue());
        }
      }
      TreeSet<String> after = tree(media);
      after.addAll(tree(outside));
      assertThat(after).as("no file came or went").isEqualTo(before);
      assertThat(Path.of("/pwned")).doesNotExist();
      Assertions.assertThatThrownBy(network::accept)
          .as("nobody called")
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  /** Of each entry why it is not played; empty text = it is. */
  private Map<PlaylistEntry, String> told(Tools tools) throws Exception {
    Map<PlaylistEntry, String> told = new LinkedHashMap<>();
    Map<PlaylistEntry, MediaView.Source> sources = new LinkedHashMap<>();
    try (MediaLibrary library =
        new MediaLibrary(
            run, tools.search(), List.of(media), new JsonProbedMedia(run), CLOCK, Wake.real())) {
      Playlist playlist =
          new Playlist(
              List.copyOf(table.keySet()), Playlist.Order.LISTED, new Playlist.Laps.Forever());
      Optional<Wants.ListingRequest> request =
          Optional.of(new Wants.ListingRequest("digest", playlist, CLOCK.steady()));
      library.want(
          STREAM,
          new Wants(Optional.empty(), request, List.of(), Optional.empty(), Optional.empty()));
      Listing listing = Until.present(SOON, "a listing", () -> library.view(STREAM).listing());
      assertThat(listing.items()).as("one of each").hasSameSizeAs(table.keySet());
      List<PlaylistEntry> entries = List.copyOf(table.keySet());
      for (int i = 0; i < entries.size(); i++) {
        Listing.Listed item = listing.items().get(i);
        told.put(entries.get(i), item.trouble().orElse(""));
        if (item.trouble().isEmpty()) {
          sources.put(entries.get(i), new MediaView.Source(item.path(), Duration.ZERO));
        }
      }
      List<MediaView.Source> wanted = new ArrayList<>(sources.values());
      library.want(
          STREAM, new Wants(Optional.empty(), request, wanted, Optional.empty(), Optional.empty()));
      Until.holds(
          SOON, "all facts", () -> library.view(STREAM).facts().keySet().containsAll(wanted));
      Map<MediaView.Source, MediaFacts> facts = library.view(STREAM).facts();
      sources.forEach((entry, source) -> {
        if (facts.get(source) instanceof MediaFacts.Unplayable(var stamp, String why)) {
          told.put(entry, why);
        }
      });
    }
    return told;
  }

  /** Also what is refused before: a feeder by itself reads no list and no network. */
  private void feed(Tools tools, Path item, Optional<String> refusal) throws Exception {
    boolean plays = refusal.isEmpty();
    if (!plays && !(Files.isRegularFile(item) && item.toRealPath().getParent().equals(media))) {
      return; // where a file may lie is not FFmpeg's to judge
    }
    RunFolder folder = RunFolder.of(run, STREAM);
    folder.make();
    Step.StartFeeder step =
        new Step.StartFeeder(
            1,
            1,
            new Step.Input(item.toString(), Duration.ZERO, Optional.empty(), Step.Manner.AHEAD),
            Duration.ZERO,
            Recipe.COPY,
            1_000_000,
            "test");
    Path output = run.resolve("output.ts");
    Path said = run.resolve("said.txt");
    ProcessBuilder builder = new ProcessBuilder(FeederCommand.of(tools.ffmpeg(), folder, step));
    Spawner.scrub(builder);
    builder.directory(outside.toFile()); // where "secret.mp4" by itself would be found
    builder.redirectInput(Path.of("/dev/null").toFile());
    builder.redirectOutput(output.toFile()).redirectError(said.toFile());
    Process process = builder.start();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("%s ends", item).isTrue();
    if (plays) {
      assertThat(process.exitValue()).as("%s: %s", item, Files.readString(said)).isZero();
      assertThat(Files.size(output)).as("%s", item).isGreaterThan(1000);
    } else {
      assertThat(Files.size(output)).as("%s", item).isZero();
    }
  }
}
