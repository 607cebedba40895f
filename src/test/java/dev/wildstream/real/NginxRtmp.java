package dev.wildstream.real;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real RTMP server in a folder of its own. Tells of every publish it was asked for, may refuse
 * them, and can be ended and started again.
 */
public final class NginxRtmp implements AutoCloseable {

  /**
   * Something that the server told.
   *
   * @param what {@code publish}, {@code publish_done} or {@code refused}
   */
  public record Call(String what, Instant at) {}

  /** Where the server runs, and how it is reached. */
  public interface Place {
    /** The address it listens on. */
    String address();

    /** The address by which it reaches this process. */
    String caller();

    /** A command as it is run there. */
    List<String> there(List<String> command);
  }

  private static final Place HERE =
      new Place() {
        @Override
        public String address() {
          return "127.0.0.1";
        }

        @Override
        public String caller() {
          return "127.0.0.1";
        }

        @Override
        public List<String> there(List<String> command) {
          return command;
        }
      };

  private static final String GUEST = "guest=1";

  private final Path folder;
  private final Place place;
  private final int port;
  private final int httpPort;
  private final HttpServer calls;
  private final List<Call> told = new CopyOnWriteArrayList<>();
  private volatile boolean refusing;
  private Process nginx;

  public NginxRtmp(Path folder) {
    this(folder, HERE);
  }

  public NginxRtmp(Path folder, Place place) {
    this.folder = folder;
    this.place = place;
    try {
      Files.createDirectories(folder.resolve("logs"));
      this.port = freePort();
      this.httpPort = freePort();
      this.calls = HttpServer.create(new InetSocketAddress(place.caller(), 0), 0);
      calls.createContext(
          "/",
          exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes());
            String what = exchange.getRequestURI().getPath().substring(1);
            boolean refuse = refusing && what.equals("publish") && !body.contains(GUEST);
            told.add(new Call(refuse ? "refused" : what, Instant.now()));
            exchange.sendResponseHeaders(refuse ? 403 : 200, -1);
            exchange.close();
          });
      calls.start();
      Files.writeString(
          folder.resolve("nginx.conf"),
          """
          load_module %s;
          daemon off; pid nginx.pid; error_log logs/error.log info; worker_processes 1;
          events { worker_connections 256; }
          rtmp { server { listen %s:%d; ping 30s; out_queue 4096;
            application live { live on; record off;
              on_publish http://%s:%d/publish;
              on_publish_done http://%s:%d/publish_done; }
            application denied { live on; record off; deny publish all; } } }
          http { access_log off; server { listen %s:%d;
            location /control { rtmp_control all; } location /stat { rtmp_stat all; } } }
          """
              .formatted(
                  RealParts.nginxRtmpModule(),
                  place.address(),
                  port,
                  place.caller(),
                  calls.getAddress().getPort(),
                  place.caller(),
                  calls.getAddress().getPort(),
                  place.address(),
                  httpPort));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start();
  }

  /** A port that nobody listens on at the moment. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void start() {
    try {
      nginx =
          new ProcessBuilder(
                  place.there(
                      List.of(
                          RealParts.program("nginx").toString(),
                          "-p",
                          folder + "/",
                          "-c",
                          "nginx.conf")))
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("logs/out.log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Await.until(
        "nginx listens",
        Duration.ofSeconds(10),
        () -> {
          try (Socket socket = new Socket(place.address(), port)) {
            return socket.isConnected();
          } catch (IOException e) {
            return false;
          }
        });
  }

  /** Ends the server; every connection breaks. */
  public void stop() {
    // the master first: it would replace a worker that ends before it
    List<ProcessHandle> workers = nginx.descendants().toList();
    nginx.destroyForcibly();
    workers.forEach(ProcessHandle::destroyForcibly);
    try {
      nginx.waitFor(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops every process of it where it is; its kernel goes on acknowledging for a while. */
  public void freeze() {
    HubProcess.signal("STOP", nginx.pid());
    nginx.descendants().forEach(worker -> HubProcess.signal("STOP", worker.pid()));
  }

  /** Lets it go on. */
  public void thaw() {
    HubProcess.signal("CONT", nginx.pid());
    nginx.descendants().forEach(worker -> HubProcess.signal("CONT", worker.pid()));
  }

  /** Answers 403 to every publish but a guest's from now on, or no longer. */
  public void refuse(boolean refuse) {
    refusing = refuse;
  }

  public String target() {
    return "rtmp://" + place.address() + ":" + port + "/live";
  }

  public int port() {
    return port;
  }

  public String url(String key) {
    return target() + "/" + key;
  }

  /** The same key, by which one may publish who is never refused. */
  public String guestUrl(String key) {
    return url(key) + "?" + GUEST;
  }

  public List<Call> calls(String what) {
    return told.stream().filter(call -> call.what().equals(what)).toList();
  }

  /** How many publishers the server has at this moment. */
  public long publishers() {
    return clients().filter(client -> client.contains("<publishing/>")).count();
  }

  /** How many ask for a stream at this moment, there or not. */
  public long players() {
    return clients().filter(client -> !client.contains("<publishing/>")).count();
  }

  private Stream<String> clients() {
    return Arrays.stream(get("/stat").split("<client>"))
        .skip(1)
        .map(client -> client.substring(0, Math.max(0, client.indexOf("</client>"))));
  }

  /** Where its statistics page is. */
  public InetSocketAddress pages() {
    return new InetSocketAddress(place.address(), httpPort);
  }

  /** Drops the publisher of a key. */
  public void drop(String key) {
    get("/control/drop/publisher?app=live&name=" + key);
  }

  private String get(String path) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(
                      URI.create("http://" + place.address() + ":" + httpPort + path))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  @Override
  public void close() {
    stop();
    calls.stop(0);
  }
}
