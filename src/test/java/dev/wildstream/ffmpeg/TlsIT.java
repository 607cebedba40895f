package dev.wildstream.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.KeyReference;
import dev.wildstream.desired.Secret;
import dev.wildstream.desired.StreamName;
import dev.wildstream.desired.Target;
import dev.wildstream.loop.RealClock;
import dev.wildstream.loop.Wake;
import dev.wildstream.observed.Failure;
import dev.wildstream.observed.PublisherView;
import dev.wildstream.reconcile.Feeders;
import dev.wildstream.reconcile.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A target over TLS is verified, certificate and name, whatever FFmpeg was built with. */
class TlsIT {

  private static final StreamName STREAM = new StreamName("wild-tv");
  private static final Duration SOON = Duration.ofSeconds(15);

  @TempDir static Path shared;
  @TempDir Path folder;
  private static Path localhost;
  private static Path elsewhere;

  static List<Tools> tools() {
    return Tools.all();
  }

  @BeforeAll
  static void make() throws Exception {
    new Samples(shared).make("six.mp4", 6, 6);
    localhost = TlsProxy.identity(shared, "dns:localhost");
    elsewhere = TlsProxy.identity(shared, "dns:elsewhere.example");
  }

  @ParameterizedTest
  @MethodSource("tools")
  void aTrustedCertificateOfTheRightNameGoesOnAir(Tools tools) throws Exception {
    assertThat(publish(tools, localhost, "localhost", Optional.of(TlsProxy.pem(localhost))))
        .isInstanceOfSatisfying(
            PublisherView.Running.class, running -> assertThat(running.output()).isPresent());
  }

  @ParameterizedTest
  @MethodSource("tools")
  void aCertificateThatNobodyVouchesForIsRefused(Tools tools) throws Exception {
    assertRefused(publish(tools, localhost, "localhost", Optional.of(TlsProxy.pem(elsewhere))));
  }

  @ParameterizedTest
  @MethodSource("tools")
  void aCertificateOfAnotherNameIsRefused(Tools tools) throws Exception {
    assertRefused(publish(tools, elsewhere, "localhost", Optional.of(TlsProxy.pem(elsewhere))));
  }

  @ParameterizedTest
  @MethodSource("tools")
  void aCertificateThatDoesNotNameTheBareAddressIsRefused(Tools tools) throws Exception {
    assertRefused(publish(tools, localhost, "127.0.0.1", Optional.of(TlsProxy.pem(localhost))));
  }

  private static void assertRefused(PublisherView view) {
    assertThat(view).isInstanceOf(PublisherView.Ended.class);
    Failure failure = ((PublisherView.Ended) view).failure();
    assertThat(failure).isInstanceOf(Failure.Network.class);
    assertThat(failure.detail().toLowerCase()).contains("certificate");
  }

  /** The publisher when it is on the air, or has ended. */
  private PublisherView publish(Tools tools, Path identity, String host, Optional<Path> trusted)
      throws Exception {
    try (Receiver receiver = Receiver.start(folder);
        TlsProxy proxy = new TlsProxy(identity, receiver.port());
        FfmpegProcesses processes =
            new FfmpegProcesses(
                folder.resolve("run"),
                tools.search(),
                (reference, digest) -> new Secret("key"),
                trusted,
                MediaRoots.ANYWHERE,
                new PropertiesRecords(),
                new RealClock(),
                Wake.real())) {
      Target target = new Target(Target.Scheme.RTMPS, host, proxy.port(), "live", Optional.empty());
      processes.perform(
          STREAM,
          new Step.StartPublisher(
              1, target, new KeyReference.Plain(new Secret("key")), "digest", 500_000, "test"));
      processes.perform(
          STREAM,
          Feeders.copy(
              1,
              1,
              shared.resolve("six.mp4").toString(),
              Duration.ofSeconds(60),
              Optional.empty(),
              500_000));
      try {
        return Until.present(
            SOON,
            "on the air or refused",
            () ->
                Optional.of(processes.publisher(STREAM))
                    .filter(view ->
                        view instanceof PublisherView.Ended
                            || view instanceof PublisherView.Running running
                                && running.output().isPresent()));
      } finally {
        processes.killAll();
        assertThat(processes.awaitNone(SOON)).isTrue();
      }
    }
  }
}
