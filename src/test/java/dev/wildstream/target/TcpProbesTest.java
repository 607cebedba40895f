package dev.wildstream.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wildstream.desired.HostGlob;
import dev.wildstream.desired.Target;
import dev.wildstream.loop.Clock;
import dev.wildstream.loop.RealClock;
import dev.wildstream.loop.Wake;
import dev.wildstream.observed.TargetView;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TcpProbesTest {

  private final Wake wake = Wake.real();
  private final Clock clock = new RealClock();

  @Test
  void aTargetIsSeenToCloseAndToOpenAgain() throws Exception {
    int port;
    try (TcpProbes probes = new TcpProbes(List.of(), clock, wake)) {
      Target.Endpoint endpoint;
      try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
        port = server.getLocalPort();
        endpoint = new Target.Endpoint("127.0.0.1", port);
        assertThat(probes.view(endpoint)).isEqualTo(new TargetView.Unknown());
        probes.want(Set.of(endpoint));
        await(probes, endpoint, TargetView.Open.class);
      }
      await(probes, endpoint, TargetView.Closed.class);
      Instant before = clock.steady();
      try (ServerSocket again = new ServerSocket()) {
        again.setReuseAddress(true);
        again.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        await(probes, endpoint, TargetView.Open.class);
        Instant since = ((TargetView.Open) probes.view(endpoint)).since();
        assertThat(Duration.between(before, since)).isLessThan(Duration.ofSeconds(3));
      }
      probes.want(Set.of());
      assertThat(probes.view(endpoint)).isEqualTo(new TargetView.Unknown());
    }
  }

  @Test
  void whatTheHostDoesNotAllowIsNeverAsked() throws Exception {
    List<HostGlob> allowed = List.of(new HostGlob("*.example.com"), new HostGlob("::1"));
    try (TcpProbes probes = new TcpProbes(allowed, clock, wake);
        ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(1500);
      Target.Endpoint forbidden = new Target.Endpoint("127.0.0.1", server.getLocalPort());
      probes.want(Set.of(forbidden));
      assertThat(probes.view(forbidden))
          .isEqualTo(
              new TargetView.Forbidden(
                  "target host 127.0.0.1 is not among those that --allow-target allows"
                      + " (*.example.com, ::1); send elsewhere, or allow it on this host"));
      assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
      for (String host : List.of("A.example.com", "::1")) {
        assertThat(probes.view(new Target.Endpoint(host, 1935)))
            .isEqualTo(new TargetView.Unknown());
      }
      for (String host : List.of("example.com", "a.example.com.evil.org", "a.example.org", "a")) {
        assertThat(probes.view(new Target.Endpoint(host, 1935)))
            .isInstanceOf(TargetView.Forbidden.class);
      }
    }
  }

  @Test
  void aNameThatNobodyKnowsIsClosed() throws Exception {
    try (TcpProbes probes = new TcpProbes(List.of(), clock, wake)) {
      Target.Endpoint endpoint = new Target.Endpoint("no-such-host.invalid", 1935);
      probes.want(Set.of(endpoint));
      await(probes, endpoint, TargetView.Closed.class);
    }
  }

  @Test
  void probesGrowRarerInALongOutage() {
    assertThat(TcpProbes.interval(Duration.ZERO)).isEqualTo(Duration.ofSeconds(1));
    assertThat(TcpProbes.interval(Duration.ofSeconds(59))).isEqualTo(Duration.ofSeconds(1));
    assertThat(TcpProbes.interval(Duration.ofSeconds(60))).isEqualTo(Duration.ofSeconds(5));
    assertThat(TcpProbes.interval(Duration.ofMinutes(10))).isEqualTo(Duration.ofSeconds(30));
  }

  private void await(TcpProbes probes, Target.Endpoint endpoint, Class<?> wanted)
      throws InterruptedException {
    while (!wanted.isInstance(probes.view(endpoint))) {
      wake.await(Optional.of(Duration.ofSeconds(10)));
    }
  }
}
