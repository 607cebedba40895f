package dev.wildstream.ffmpeg;

import dev.wildstream.desired.Target;
import dev.wildstream.real.NginxRtmp;
import dev.wildstream.real.RealParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a publisher meets before its stream runs, caused for real, and what the hub makes of it. */
class TargetFaultsIT {

  private static final String LOCAL = "127.0.0.1";

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path item;
  private static Path localhost;
  private static Path elsewhere;
  private static Path expired;

  /** Makes a fault happen to a publisher. */
  interface Cause {
    FaultLab.End of(FaultLab lab) throws Exception;
  }

  private static final Map<String, Cause> CAUSES = new TreeMap<>();

  static {
    // nobody there
    CAUSES.put("refused", lab -> lab.publish(plain(LOCAL, NginxRtmp.freePort())).end());
    CAUSES.put("refused-ipv6", lab -> lab.publish(plain("::1", NginxRtmp.freePort())).end());
    CAUSES.put("host-unreachable", lab -> elsewhere(lab, "unreachable 198.51.100.1"));
    CAUSES.put("filtered", lab -> elsewhere(lab, "prohibit 198.51.100.1"));
    CAUSES.put("unanswered", lab -> elsewhere(lab, "blackhole 198.51.100.1"));
    CAUSES.put("network-unreachable", TargetFaultsIT::withoutRoute);
    CAUSES.put("filtered-here", TargetFaultsIT::prohibitedHere);
    CAUSES.put("neighbour-gone", TargetFaultsIT::neighbourGone);
    CAUSES.put("name-unknown", lab -> names(lab, Optional.of(NameServer.Manner.KNOWS_NO_NAME)));
    CAUSES.put("resolver-broken", lab -> names(lab, Optional.empty()));
    CAUSES.put("resolver-silent", lab -> names(lab, Optional.of(NameServer.Manner.SILENT)));

    // somebody there who does not speak RTMP
    CAUSES.put("closed", lab -> at(TalkingServer.CLOSING, lab));
    CAUSES.put("closed-later", lab -> at(TalkingServer.CLOSING_LATER, lab));
    CAUSES.put("reset-at-connect", lab -> at(TalkingServer.RESETTING, lab));
    CAUSES.put("reset-in-handshake", lab -> at(TalkingServer.RESETTING_LATER, lab));
    CAUSES.put("http-server", lab -> at(TalkingServer.HTTP, lab));
    CAUSES.put("no-answer", lab -> killed(TalkingServer.SILENT, lab));
    CAUSES.put("ssh-server", lab -> killed(TalkingServer.SSH, lab));
    CAUSES.put("tls-on-plain", TargetFaultsIT::tlsOnPlain);

    // TLS
    CAUSES.put("tls-self-signed", lab -> tls(lab.trusting(TlsProxy.pem(elsewhere)), localhost));
    CAUSES.put("tls-wrong-host", lab -> tls(lab.trusting(TlsProxy.pem(elsewhere)), elsewhere));
    CAUSES.put("tls-expired", lab -> tls(lab.trusting(TlsProxy.pem(expired)), expired));
    CAUSES.put("tls-refused", lab -> lab.publish(overTls(NginxRtmp.freePort())).end());
    CAUSES.put("tls-closed", lab -> atTls(TalkingServer.CLOSING_LATER, lab));
    CAUSES.put("tls-reset", lab -> atTls(TalkingServer.RESETTING_LATER, lab));
    CAUSES.put("plain-on-tls", lab -> atTls(TalkingServer.HTTP, lab));

    // an RTMP server that says no
    CAUSES.put("app-unknown", lab -> nginx(lab, "nothing", false));
    CAUSES.put("key-refused", lab -> nginx(lab, "live", true));
    CAUSES.put("key-refused-tls", lab -> refusedOverTls(lab, TlsProxy.Parting.ORDERLY));
    CAUSES.put("key-refused-tls-cut", lab -> refusedOverTls(lab, TlsProxy.Parting.ABRUPT));
    CAUSES.put("deny-publish", lab -> nginx(lab, "denied", false));
    CAUSES.put("busy", TargetFaultsIT::busy);
    String badName = "NetStream.Publish.BadName";
    CAUSES.put("busy-code-alone", lab -> at(RtmpAnswers.toPublish(badName), lab));
    CAUSES.put(
        "busy-wowza",
        lab -> at(RtmpAnswers.toPublish(badName, "Stream name is already in use: a"), lab));
    CAUSES.put(
        "busy-fms", lab -> at(RtmpAnswers.toPublish(badName, "a is already published."), lab));
    CAUSES.put("busy-srs", lab -> at(RtmpAnswers.toPublish(badName, "stream a is busy"), lab));
    CAUSES.put(
        "connect-refused",
        lab ->
            at(
                RtmpAnswers.toConnect(
                    "NetConnection.Connect.Rejected", "[ Server.Reject ] : no such application"),
                lab));
    CAUSES.put(
        "connect-auth",
        lab ->
            at(
                RtmpAnswers.toConnect(
                    "NetConnection.Connect.Rejected",
                    "[ AccessManager.Reject ] : [ code=403 need auth; authmod=adobe ] : "),
                lab));
    CAUSES.put(
        "publish-denied",
        lab -> at(RtmpAnswers.toPublish("NetStream.Publish.Denied", "Invalid stream key"), lab));

    // this machine
    CAUSES.put("no-port", lab -> lab.changing(address("rtmp://127.0.0.1:0/")).publish(any()).end());
    CAUSES.put(
        "bad-port", lab -> lab.changing(address("rtmp://127.0.0.1:99999/")).publish(any()).end());
    CAUSES.put(
        "unknown-scheme",
        lab -> lab.changing(address("rtmpx://127.0.0.1:1935/")).publish(any()).end());
    CAUSES.put(
        "unknown-option",
        lab -> lab.changing(c -> with(c, "-no_such_option", "1")).publish(any()).end());
    // 0, 1, 2 and the progress file
    CAUSES.put("too-many-files", lab -> bare(lab, "prlimit", "--nofile=4"));
    CAUSES.put("no-memory", lab -> bare(lab, "prlimit", "--as=60000000"));
    CAUSES.put("progress-unwritable", TargetFaultsIT::progressUnwritable);
    CAUSES.put(
        "preset-missing",
        lab ->
            lab.changing(
                    c -> {
                      delete(lab.run().preset());
                      return c;
                    })
                .publish(any())
                .end());
    CAUSES.put(
        "program-missing", lab -> lab.under(List.of("/no/such/program")).publish(any()).end());
    CAUSES.put("program-broken", lab -> lab.under(List.of("/etc/passwd")).publish(any()).end());
    CAUSES.put("library-missing", TargetFaultsIT::libraryMissing);
    CAUSES.put("sigterm-while-connecting", TargetFaultsIT::endedWhileConnecting);
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
    item = samples.copy("six.mp4", "minute.mp4", 10);
    localhost = TlsProxy.identity(shared, "dns:localhost");
    elsewhere = TlsProxy.identity(shared, "dns:elsewhere.example");
    expired = TlsProxy.identity(shared, "dns:localhost", "-3d");
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("faults")
  void eachIsTakenForWhatItIs(String name, Tools tools, Cause cause) throws Exception {
    try (FaultLab lab = new FaultLab(folder, tools, item)) {
      Faults.named(name).seen(tools, cause.of(lab));
    }
  }

  private static Target plain(String host, int port) {
    return new Target(Target.Scheme.RTMP, host, port, "live", Optional.empty());
  }

  private static Target any() {
    return plain(LOCAL, 1935);
  }

  private static Target overTls(int port) {
    return new Target(Target.Scheme.RTMPS, "localhost", port, "live", Optional.empty());
  }

  private static FaultLab.End at(TalkingServer.Manner manner, FaultLab lab) throws Exception {
    try (TalkingServer server = new TalkingServer(manner)) {
      return lab.publish(plain(LOCAL, server.port())).end();
    }
  }

  private static FaultLab.End atTls(TalkingServer.Manner manner, FaultLab lab) throws Exception {
    try (TalkingServer server = new TalkingServer(manner)) {
      return lab.trusting(TlsProxy.pem(localhost)).publish(overTls(server.port())).end();
    }
  }

  /** FFmpeg never notices; the hub does, and ends it. */
  private static FaultLab.End killed(TalkingServer.Manner manner, FaultLab lab) throws Exception {
    try (TalkingServer server = new TalkingServer(manner)) {
      lab.publish(plain(LOCAL, server.port()));
      Until.holds(Duration.ofSeconds(10), "connected", () -> !server.accepted().isEmpty());
      return lab.signal("KILL").end();
    }
  }

  private static FaultLab.End tlsOnPlain(FaultLab lab) throws Exception {
    try (TalkingServer behind = new TalkingServer(TalkingServer.SILENT);
        TlsProxy proxy = new TlsProxy(localhost, behind.port())) {
      return lab.publish(plain(LOCAL, proxy.port())).end();
    }
  }

  private static FaultLab.End tls(FaultLab lab, Path identity) throws Exception {
    try (TalkingServer behind = new TalkingServer(TalkingServer.CLOSING_LATER);
        TlsProxy proxy = new TlsProxy(identity, behind.port())) {
      return lab.publish(overTls(proxy.port())).end();
    }
  }

  /** The receiver has a route of this kind where the sender wants to go. */
  private static FaultLab.End elsewhere(FaultLab lab, String route) throws Exception {
    try (TwoHosts hosts = new TwoHosts()) {
      hosts.onReceiver("ip route add " + route);
      lab.under(hosts.atSender()).publish(plain("198.51.100.1", 1935));
      return lab.end(Duration.ofSeconds(60));
    }
  }

  private static FaultLab.End withoutRoute(FaultLab lab) throws Exception {
    try (TwoHosts hosts = new TwoHosts()) {
      hosts.onSender("ip route del default");
      return lab.under(hosts.atSender()).publish(plain("198.51.100.1", 1935)).end();
    }
  }

  private static FaultLab.End prohibitedHere(FaultLab lab) throws Exception {
    try (TwoHosts hosts = new TwoHosts()) {
      hosts.onSender("ip route add prohibit 198.51.100.1");
      return lab.under(hosts.atSender()).publish(plain("198.51.100.1", 1935)).end();
    }
  }

  private static FaultLab.End neighbourGone(FaultLab lab) throws Exception {
    try (TwoHosts hosts = new TwoHosts()) {
      hosts.onReceiver("ip link set cable down");
      return lab.under(hosts.atSender()).publish(plain(TwoHosts.RECEIVER, 1935)).end();
    }
  }

  private static FaultLab.End names(FaultLab lab, Optional<NameServer.Manner> server)
      throws Exception {
    RealParts.namespaces();
    Path folder = lab.run().path().getParent();
    Target target = plain("ingest.example", 1935);
    if (server.isEmpty()) {
      return lab.under(NameServer.nobody(folder)).publish(target).end();
    }
    try (NameServer asked = new NameServer(server.get())) {
      return lab.under(asked.askedBy(folder)).publish(target).end(Duration.ofSeconds(60));
    }
  }

  private static FaultLab.End nginx(FaultLab lab, String app, boolean refusing) throws Exception {
    try (NginxRtmp server = new NginxRtmp(lab.run().path().getParent().resolve("nginx"))) {
      server.refuse(refusing);
      return lab.publish(
              new Target(Target.Scheme.RTMP, LOCAL, server.port(), app, Optional.empty()))
          .end();
    }
  }

  private static FaultLab.End refusedOverTls(FaultLab lab, TlsProxy.Parting parting)
      throws Exception {
    try (NginxRtmp server = new NginxRtmp(lab.run().path().getParent().resolve("nginx"));
        TlsProxy proxy = new TlsProxy(localhost, server.port(), parting)) {
      server.refuse(true);
      return lab.trusting(TlsProxy.pem(localhost)).publish(overTls(proxy.port())).end();
    }
  }

  private static FaultLab.End busy(FaultLab lab) throws Exception {
    Path folder = lab.run().path().getParent();
    try (NginxRtmp server = new NginxRtmp(folder.resolve("nginx"));
        FaultLab ghost = new FaultLab(folder.resolve("ghost"), lab.tools(), item)) {
      Target target = plain(LOCAL, server.port());
      ghost.publish(target).awaitOnAir();
      return lab.publish(target).end();
    }
  }

  private static UnaryOperator<List<String>> address(String other) {
    return command ->
        Stream.concat(command.subList(0, command.size() - 1).stream(), Stream.of(other)).toList();
  }

  private static List<String> with(List<String> command, String... options) {
    return Stream.of(
            command.subList(0, command.size() - 1).stream(),
            Stream.of(options),
            Stream.of(command.getLast()))
        .flatMap(part -> part)
        .toList();
  }

  /** Without the script that the one brought along starts with. */
  private static FaultLab.End bare(FaultLab lab, String... words) throws Exception {
    Path folder = lab.tools().ffmpeg().resolveSibling("lib");
    List<String> before = new ArrayList<>(List.of("env", "LD_LIBRARY_PATH=" + folder + "/absent"));
    before.addAll(List.of(words));
    return lab.changing(
            command -> {
              List<String> all = new ArrayList<>(before);
              all.add(program(lab).toString());
              all.addAll(command.subList(1, command.size()));
              return all;
            })
        .publish(any())
        .end();
  }

  private static Path program(FaultLab lab) {
    Path behind = lab.tools().ffmpeg().resolveSibling("lib/ffmpeg");
    return Files.exists(behind) ? behind : lab.tools().ffmpeg();
  }

  private static FaultLab.End progressUnwritable(FaultLab lab) throws Exception {
    return lab.changing(
            command -> {
              try {
                Files.createDirectory(lab.run().progress(Role.PUBLISHER));
              } catch (IOException e) {
                throw new AssertionError(e);
              }
              return command;
            })
        .publish(any())
        .end();
  }

  /** Alone in a folder, beside a library that is none. */
  private static FaultLab.End libraryMissing(FaultLab lab) throws Exception {
    Path alone = lab.run().path().resolveSibling("ffmpeg");
    Files.copy(program(lab).toRealPath(), alone);
    Files.setPosixFilePermissions(alone, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (String version : List.of("59", "62")) {
      Files.writeString(alone.resolveSibling("libavformat.so." + version), "nothing");
    }
    return lab.changing(
            command -> {
              List<String> all =
                  new ArrayList<>(List.of("env", "LD_LIBRARY_PATH=" + alone.getParent()));
              all.add(alone.toString());
              all.addAll(command.subList(1, command.size()));
              return all;
            })
        .publish(any())
        .end();
  }

  private static FaultLab.End endedWhileConnecting(FaultLab lab) throws Exception {
    try (TalkingServer server = new TalkingServer(TalkingServer.SILENT)) {
      lab.publish(plain(LOCAL, server.port()));
      Until.holds(Duration.ofSeconds(10), "connected", () -> !server.accepted().isEmpty());
      return lab.signal("TERM").end();
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
