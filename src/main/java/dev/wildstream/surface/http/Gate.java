package dev.wildstream.surface.http;

import com.sun.net.httpserver.Headers;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Who is let in while no users are configured: this machine, by its own name, directly. */
final class Gate {

  private static final Pattern OWN_NAME =
      Pattern.compile(
          "(localhost|127\\.0\\.0\\.1|\\[::1\\])(:\\d{1,5})?", Pattern.CASE_INSENSITIVE);

  /** Put in by proxies; a request that has one came from elsewhere. */
  private static final List<String> PROXIED =
      List.of("X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "CF-Connecting-IP", "Forwarded");

  private Gate() {}

  /** The answer for a request that is turned away; empty = let in. */
  static Optional<Answer> refuse(String method, Headers headers) {
    List<String> hosts = headers.getOrDefault("Host", List.of());
    if (hosts.size() != 1 || !OWN_NAME.matcher(hosts.getFirst()).matches()) {
      return Optional.of(
          Answer.text(403, "refused: ask for localhost, 127.0.0.1 or [::1], no other name"));
    }
    if (PROXIED.stream().anyMatch(headers::containsKey)) {
      return Optional.of(Answer.text(403, "refused: proxied requests are not supported yet"));
    }
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return Optional.of(
          Answer.text(405, "refused: nothing can be changed here").with("Allow", "GET, HEAD"));
    }
    return Optional.empty();
  }
}
