package dev.wildstream.real.chaos;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an RTMP server says of one stream.
 *
 * @param bytes that came in since the stream began there
 * @param publishers addresses of who publishes it
 */
record Stat(long bytes, List<String> publishers) {

  private static final Stat NONE = new Stat(0, List.of());

  private static final Pattern BYTES = Pattern.compile("<bytes_in>(\\d+)</bytes_in>");
  private static final Pattern CLIENT = Pattern.compile("<client>.*?</client>", Pattern.DOTALL);
  private static final Pattern ADDRESS = Pattern.compile("<address>([^<]*)</address>");

  /** Of nginx-rtmp's statistics page. */
  static Stat of(String page, String key) {
    String dense = page.replaceAll(">\\s+<", "><");
    int from = dense.indexOf("<stream><name>" + key + "</name>");
    if (from < 0) {
      return NONE;
    }
    int end = dense.indexOf("</stream>", from);
    String stream = dense.substring(from, end < 0 ? dense.length() : end);
    Matcher bytes = BYTES.matcher(stream);
    List<String> publishers =
        CLIENT
            .matcher(stream)
            .results()
            .map(MatchResult::group)
            .filter(client -> client.contains("<publishing/>"))
            .map(Stat::address)
            .toList();
    return new Stat(bytes.find() ? Long.parseLong(bytes.group(1)) : 0, publishers);
  }

  private static String address(String client) {
    Matcher address = ADDRESS.matcher(client);
    return Optional.of(address).filter(Matcher::find).map(a -> a.group(1)).orElse("");
  }
}
