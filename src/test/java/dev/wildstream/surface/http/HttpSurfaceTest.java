package dev.wildstream.surface.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.loop.Snapshot;
import dev.wildstream.surface.ListenAddress;
import dev.wildstream.surface.Snapshots;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSurfaceTest {

  private final AtomicReference<Optional<Snapshot>> newest =
      new AtomicReference<>(Optional.of(Snapshots.of(Snapshots.onAir("wild-tv", "b.mp4"))));
  private final BlockingQueue<HttpSurface.Listening> told = new LinkedBlockingQueue<>();
  private HttpSurface surface;
  private int port;

  private HttpSurface made(int wanted, Duration later) {
    return new HttpSurface(
        new ListenAddress.At("127.0.0.1", wanted),
        newest::get,
        Snapshots.clock(later),
        new Exposition() {
          @Override
          public String contentType(String accept) {
            return accept.isEmpty() ? "text/plain" : accept;
          }

          @Override
          public String text(String accept) {
            if (accept.equals("boom")) {
              throw new IllegalStateException("a secret detail");
            }
            return "series 1\n";
          }
        },
        told::add);
  }

  @BeforeEach
  void start() throws InterruptedException {
    begin(Duration.ZERO);
  }

  private void begin(Duration later) throws InterruptedException {
    surface = made(0, later);
    surface.start();
    port = ((HttpSurface.Listening.On) told.poll(20, TimeUnit.SECONDS)).address().port();
  }

  @AfterEach
  void stop() {
    surface.close();
  }

  private String ask(String... lines) throws IOException {
    try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
      socket.setSoTimeout(20_000);
      String request = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String get(String path) throws IOException {
    return ask("GET " + path + " HTTP/1.1", "Host: 127.0.0.1:" + port);
  }

  @Test
  void eachPathAnswers() throws IOException {
    assertThat(get("/")).startsWith("HTTP/1.1 200").contains("/metrics", "/api/v1/streams/NAME");
    assertThat(get("/metrics")).startsWith("HTTP/1.1 200").endsWith("series 1\n");
    assertThat(get("/-/healthy")).startsWith("HTTP/1.1 200");
    assertThat(get("/-/ready")).startsWith("HTTP/1.1 200");
    assertThat(get("/api/v1/streams"))
        .startsWith("HTTP/1.1 200")
        .contains("\"name\" : \"wild-tv\"", "application/json");
    assertThat(get("/api/v1/streams/wild-tv")).contains("\"phase\" : \"on-air\"");
  }

  @Test
  void anUnknownStreamAndAnUnknownPageAreNotFound() throws IOException {
    assertThat(get("/api/v1/streams/other"))
        .startsWith("HTTP/1.1 404")
        .contains("application/json", "no stream of that name");
    assertThat(get("/other")).startsWith("HTTP/1.1 404");
    assertThat(get("/api/v1/streams/../../etc")).startsWith("HTTP/1.1 404");
  }

  @Test
  void theAcceptHeaderReachesTheMetrics() throws IOException {
    assertThat(ask("GET /metrics HTTP/1.1", "Host: localhost", "Accept: text/open"))
        .contains("text/open");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST:1", "127.0.0.1", "[::1]:8935", "[::1]"})
  void ownNamesAreLetIn(String host) throws IOException {
    assertThat(ask("GET / HTTP/1.1", "Host: " + host)).startsWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.com",
        "127.0.0.1.example.com",
        "localhost.",
        "localhost:80:80",
        "127.0.0.2",
        "",
        "evil localhost"
      })
  void otherNamesAreRefusedSoThatNoPageOfABrowserReads(String host) throws IOException {
    assertThat(ask("GET /api/v1/streams HTTP/1.1", "Host: " + host))
        .startsWith("HTTP/1.1 403")
        .doesNotContain("wild-tv");
  }

  @Test
  void aRequestWithoutAHostOrWithTwoIsRefused() throws IOException {
    assertThat(ask("GET / HTTP/1.0")).startsWith("HTTP/1.1 403");
    assertThat(ask("GET / HTTP/1.1", "Host: localhost", "Host: evil"))
        .startsWith("HTTP/1.1 4")
        .doesNotContain("Wild Stream Hub");
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Forwarded-For", "cf-connecting-ip", "Forwarded"})
  void proxiedRequestsAreRefused(String header) throws IOException {
    assertThat(ask("GET /metrics HTTP/1.1", "Host: localhost", header + ": 10.0.0.1"))
        .startsWith("HTTP/1.1 403")
        .doesNotContain("series");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "FOO"})
  void nothingButLookingIsAllowed(String method) throws IOException {
    assertThat(ask(method + " /api/v1/streams HTTP/1.1", "Host: localhost", "Content-Length: 0"))
        .startsWith("HTTP/1.1 405")
        .containsIgnoringCase("Allow: GET, HEAD");
  }

  @Test
  void headAnswersWithoutABody() throws IOException {
    assertThat(ask("HEAD /metrics HTTP/1.1", "Host: localhost"))
        .startsWith("HTTP/1.1 200")
        .containsIgnoringCase("Content-Length: 9")
        .endsWith("\r\n\r\n");
  }

  @Test
  void aLoopThatHangsIsNotHealthy() throws Exception {
    surface.close();
    begin(Duration.ofMillis(10_001));
    assertThat(get("/-/healthy")).startsWith("HTTP/1.1 503");
    assertThat(get("/-/ready")).startsWith("HTTP/1.1 503");
    surface.close();
    begin(Duration.ofSeconds(10));
    assertThat(get("/-/healthy")).startsWith("HTTP/1.1 200");
  }

  @Test
  void aHubThatIsStartingSaysSo() throws IOException {
    newest.set(Optional.empty());
    assertThat(get("/-/healthy")).startsWith("HTTP/1.1 503");
    assertThat(get("/api/v1/streams")).startsWith("HTTP/1.1 503").contains("starting");
    assertThat(get("/api/v1/streams/wild-tv")).startsWith("HTTP/1.1 503");
  }

  @Test
  void anErrorOfOursShowsNoneOfItsDetails() throws IOException {
    assertThat(ask("GET /metrics HTTP/1.1", "Host: localhost", "Accept: boom"))
        .startsWith("HTTP/1.1 500")
        .doesNotContain("secret", "Exception");
  }

  @Test
  void noKeyIsOnAnyPage() throws IOException {
    for (String path : new String[] {"/", "/api/v1/streams", "/api/v1/streams/wild-tv"}) {
      assertThat(get(path)).doesNotContain(Snapshots.KEY, Snapshots.TOKEN);
    }
  }

  @Test
  void aPortInUseIsToldAndTakenWhenItIsFree() throws Exception {
    ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
    int wanted = other.getLocalPort();
    try (HttpSurface waiting = made(wanted, Duration.ZERO)) {
      waiting.start();
      assertThat(told.poll(20, TimeUnit.SECONDS))
          .isInstanceOfSatisfying(
              HttpSurface.Listening.Not.class,
              not -> assertThat(not.why()).contains("127.0.0.1:" + wanted, "in use"));
      other.close();
      assertThat(told.poll(20, TimeUnit.SECONDS)).isInstanceOf(HttpSurface.Listening.On.class);
      assertThat(told).isEmpty();
    }
  }
}
