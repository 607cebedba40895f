package dev.wildstream.ffmpeg;

import dev.wildstream.desired.Target;
import dev.wildstream.real.NginxRtmp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What ends a publisher that is on the air, caused for real, and what the hub makes of it. */
class RunningFaultsIT {

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path item;
  private static Path fast;
  private static Path mpeg2;
  private static Path localhost;

  /** Makes a fault happen to a publisher that has a server to send to. */
  interface Cause {
    FaultLab.End of(FaultLab lab, NginxRtmp server) throws Exception;
  }

  private static final Map<String, Cause> CAUSES = new TreeMap<>();

  static {
    for (String name : List.of("TERM", "INT", "KILL", "SEGV", "ABRT")) {
      CAUSES.put(
          "sig" + name.toLowerCase(java.util.Locale.ROOT),
          (lab, server) -> onAir(lab, server).signal(name).end());
    }
    CAUSES.put("sigterm-starved", RunningFaultsIT::endedWhileStarved);
    CAUSES.put("sigterm-blocked", RunningFaultsIT::endedWhileBlocked);
    CAUSES.put("receiver-frozen", RunningFaultsIT::frozen);

    CAUSES.put(
        "dropped",
        (lab, server) -> {
          onAir(lab, server);
          server.drop(FaultLab.KEY);
          return lab.end();
        });
    CAUSES.put(
        "server-killed",
        (lab, server) -> {
          onAir(lab, server);
          server.stop();
          return lab.end();
        });
    CAUSES.put("dropped-tls", RunningFaultsIT::droppedOverTls);
    CAUSES.put("reset", RunningFaultsIT::reset);
    CAUSES.put("reset-tls", RunningFaultsIT::resetOverTls);
    CAUSES.put("cable-pulled", (lab, server) -> cut(lab, "ip link set cable down"));
    CAUSES.put("packets-lost", (lab, server) -> cut(lab, "ip route add blackhole 10.77.0.1"));
    CAUSES.put(
        "unpublished",
        (lab, server) ->
            told(
                lab, RtmpAnswers.whilePublishing("NetStream.Publish.Denied", "broadcast is over")));
    CAUSES.put(
        "taken-over",
        (lab, server) ->
            told(
                lab,
                RtmpAnswers.whilePublishing(
                    "NetStream.Publish.BadName", "another publisher has taken the stream")));
    CAUSES.put("codec", (lab, server) -> lab.item(mpeg2).publish(target(server.port())).end());
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
    // fills the buffers of both kernels in seconds
    String[] constant = {"-b:v", "20M", "-minrate", "20M", "-maxrate", "20M", "-bufsize", "20M"};
    String[] filled = Arrays.copyOf(constant, 10);
    filled[8] = "-x264-params";
    filled[9] = "nal-hrd=cbr:force-cfr=1";
    samples.make("five.ts", 5, 5, filled);
    fast = samples.copy("five.ts", "fast.ts", 12);
    mpeg2 = samples.make("mpeg2.ts", 20, 20, "-c:v", "mpeg2video", "-q:v", "5");
    localhost = TlsProxy.identity(shared, "dns:localhost");
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("faults")
  void eachIsTakenForWhatItIs(String name, Tools tools, Cause cause) throws Exception {
    try (NginxRtmp server = new NginxRtmp(folder.resolve("nginx"));
        FaultLab lab = new FaultLab(folder, tools, item)) {
      Faults.named(name).seen(tools, cause.of(lab, server));
    }
  }

  private static Target target(int port) {
    return new Target(Target.Scheme.RTMP, "127.0.0.1", port, "live", Optional.empty());
  }

  private static FaultLab onAir(FaultLab lab, NginxRtmp server) throws Exception {
    return lab.publish(target(server.port())).awaitOnAir();
  }

  /** With nothing to read it does not hear the first SIGTERM. */
  private static FaultLab.End endedWhileStarved(FaultLab lab, NginxRtmp server) throws Exception {
    onAir(lab, server).starve();
    return lab.signalUntilItEnds("TERM").end();
  }

  /** No more does it while its server does not read. */
  private static FaultLab.End endedWhileBlocked(FaultLab lab, NginxRtmp server) throws Exception {
    onAir(lab.item(fast), server);
    server.freeze();
    lab.awaitStandstill();
    return lab.signalUntilItEnds("TERM").end();
  }

  /** It never notices; the hub does, and ends it. */
  private static FaultLab.End frozen(FaultLab lab, NginxRtmp server) throws Exception {
    onAir(lab.item(fast), server);
    server.freeze();
    lab.awaitStandstill();
    return lab.signal("KILL").end();
  }

  private static FaultLab.End droppedOverTls(FaultLab lab, NginxRtmp server) throws Exception {
    try (TlsProxy proxy = new TlsProxy(localhost, server.port(), TlsProxy.Parting.ORDERLY)) {
      overTls(lab, proxy.port());
      server.drop(FaultLab.KEY);
      return lab.end();
    }
  }

  private static FaultLab.End resetOverTls(FaultLab lab, NginxRtmp server) throws Exception {
    try (TlsProxy proxy = new TlsProxy(localhost, server.port());
        Relay relay = new Relay(proxy.port())) {
      overTls(lab, relay.port());
      relay.reset();
      return lab.end();
    }
  }

  private static void overTls(FaultLab lab, int port) throws Exception {
    Target target = new Target(Target.Scheme.RTMPS, "localhost", port, "live", Optional.empty());
    lab.trusting(TlsProxy.pem(localhost)).publish(target).awaitOnAir();
  }

  private static FaultLab.End reset(FaultLab lab, NginxRtmp server) throws Exception {
    try (Relay relay = new Relay(server.port())) {
      lab.publish(target(relay.port())).awaitOnAir();
      relay.reset();
      return lab.end();
    }
  }

  /** At a sender whose kernel gives up after two seconds and not after a quarter of an hour. */
  private static FaultLab.End cut(FaultLab lab, String how) throws Exception {
    try (TwoHosts hosts = new TwoHosts();
        Receiver receiver = Receiver.start(lab.run().path().getParent(), hosts)) {
      hosts.onSender("sysctl -qw net.ipv4.tcp_retries2=3");
      Target target =
          new Target(
              Target.Scheme.RTMP, TwoHosts.RECEIVER, receiver.port(), "live", Optional.empty());
      lab.under(hosts.atSender()).publish(target).awaitOnAir();
      hosts.onReceiver(how);
      return lab.end(Duration.ofSeconds(60));
    }
  }

  private static FaultLab.End told(FaultLab lab, RtmpAnswers answers) throws Exception {
    try (TalkingServer server = new TalkingServer(answers)) {
      return lab.publish(target(server.port())).end();
    }
  }
}
