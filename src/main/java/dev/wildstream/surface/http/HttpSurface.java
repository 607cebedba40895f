package dev.wildstream.surface.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.wildstream.loop.Clock;
import dev.wildstream.loop.Snapshot;
import dev.wildstream.surface.ListenAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server. A port that is in use stops nothing: it is tried again every 5 s, and each
 * change is told.
 */
public final class HttpSurface implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HttpSurface.class);
  private static final long AGAIN_SECONDS = 5;

  /** Each holds about a megabyte of stack at worst, and no page takes longer than milliseconds. */
  private static final int THREADS = 4;

  /** The limits of the JDK's server, unless somebody set them on the command line of Java. */
  private static final Map<String, String> LIMITS =
      Map.of(
          "jdk.httpserver.maxConnections", "64",
          "sun.net.httpserver.maxIdleConnections", "16",
          "sun.net.httpserver.idleInterval", "30",
          "sun.net.httpserver.maxReqTime", "5",
          "sun.net.httpserver.maxRspTime", "10",
          "sun.net.httpserver.maxReqHeaders", "50",
          "sun.net.httpserver.maxReqHeaderSize", "16384",
          "sun.net.httpserver.nodelay", "true");

  /** Whether it listens. */
  public sealed interface Listening {
    /**
     * It does.
     *
     * @param address with the port that was taken
     */
    record On(ListenAddress.At address) implements Listening {}

    /**
     * It does not, and tries again by itself.
     *
     * @param why names the address
     */
    record Not(String why) implements Listening {}
  }

  private final ListenAddress.At address;
  private final Pages pages;
  private final Consumer<Listening> told;
  private final ExecutorService threads;
  private final ScheduledExecutorService again;
  private Optional<HttpServer> server = Optional.empty();
  private Optional<Listening> last = Optional.empty();
  private boolean closed;

  /**
   * Not listening yet.
   *
   * @param newest empty until there is one
   * @param metrics what {@code /metrics} answers
   * @param told each time that whether it listens changes, from any thread
   */
  public HttpSurface(
      ListenAddress.At address,
      Supplier<Optional<Snapshot>> newest,
      Clock clock,
      Exposition metrics,
      Consumer<Listening> told) {
    LIMITS.forEach((name, value) -> {
      if (System.getProperty(name) == null) {
        System.setProperty(name, value);
      }
    });
    this.address = address;
    this.pages = new Pages(newest, clock, metrics);
    this.told = told;
    this.threads =
        Executors.newFixedThreadPool(
            THREADS, Thread.ofPlatform().daemon().name("http-", 0).factory());
    this.again =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("http-listen").factory());
  }

  /** Begins to listen, or to try. */
  public synchronized void start() {
    if (closed || server.isPresent()) {
      return;
    }
    Listening now = listen();
    if (now instanceof Listening.Not) {
      again.schedule(this::start, AGAIN_SECONDS, TimeUnit.SECONDS);
    }
    if (!Optional.of(now).equals(last)) {
      last = Optional.of(now);
      told.accept(now);
    }
  }

  /** Whether it listens; empty before {@link #start}. */
  public synchronized Optional<Listening> listening() {
    return last;
  }

  private Listening listen() {
    try {
      InetSocketAddress socket =
          new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
      HttpServer made = HttpServer.create(socket, 16);
      made.setExecutor(threads);
      made.createContext("/", this::handle);
      made.start();
      server = Optional.of(made);
      return new Listening.On(new ListenAddress.At(address.host(), made.getAddress().getPort()));
    } catch (IOException e) {
      return new Listening.Not(
          address + ": " + e.getMessage() + "; tried again every 5 s, --listen names another");
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answer(exchange);
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.getResponseHeaders().set("Content-Type", answer.contentType());
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseHeaders().set("Content-Length", Integer.toString(answer.body().length));
        exchange.sendResponseHeaders(answer.status(), -1);
      } else {
        exchange.sendResponseHeaders(answer.status(), answer.body().length);
        exchange.getResponseBody().write(answer.body());
      }
    }
  }

  private Answer answer(HttpExchange exchange) {
    String method = exchange.getRequestMethod();
    try {
      Optional<Answer> refused = Gate.refuse(method, exchange.getRequestHeaders());
      String accept =
          String.join(",", exchange.getRequestHeaders().getOrDefault("Accept", List.of()));
      return refused.orElseGet(() -> pages.get(exchange.getRequestURI().getPath(), accept));
    } catch (RuntimeException e) {
      LOG.error("Request failed path={}", exchange.getRequestURI().getRawPath(), e);
      return Answer.text(500, "internal error; the hub's log says more");
    }
  }

  /** Stops listening at once. */
  @Override
  public synchronized void close() {
    closed = true;
    again.shutdownNow();
    server.ifPresent(s -> s.stop(0));
    threads.shutdownNow();
  }
}
