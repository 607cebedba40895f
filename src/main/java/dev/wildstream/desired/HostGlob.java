package dev.wildstream.desired;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/**
 * A pattern of host names: {@code *} stands for any characters, dots too, {@code ?} for one, {@code
 * [a-c]} and {@code [!a-c]} for one of some or of all others. Capitals are as small letters, as in
 * names of hosts.
 *
 * @param text as written
 */
public record HostGlob(String text) {

  /** The longest name that DNS has. */
  public static final int LONGEST = 253;

  /** What a pattern of names is written with. */
  public static final Pattern OF_NAMES =
      Pattern.compile("^(?:[A-Za-z0-9._*?-]|\\[!?[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\\])+$");

  /** The same of addresses, which have colons too. */
  private static final Pattern OF_HOSTS =
      Pattern.compile(OF_NAMES.pattern().replace("[A-Za-z0-9._*?-]|", "[A-Za-z0-9._*?:-]|"));

  public HostGlob {
    if (text.length() > LONGEST || !OF_HOSTS.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no pattern of host names; write one like *.example.com");
    }
  }

  /**
   * Whether all of a host's name or address matches. Takes no longer than the one's length times
   * the other's, whatever the pattern.
   */
  public boolean matches(String host) {
    List<Optional<IntPredicate>> wanted = wanted();
    String name = host.toLowerCase(Locale.ROOT);
    int at = 0;
    int here = 0;
    int star = -1; // the last one that was met, and from where on it is tried to end
    int from = 0;
    while (here < name.length()) {
      boolean isStar = at < wanted.size() && wanted.get(at).isEmpty();
      if (isStar) {
        star = at++;
        from = here;
      } else if (at < wanted.size() && wanted.get(at).get().test(name.charAt(here))) {
        at++;
        here++;
      } else if (star >= 0) {
        at = star + 1;
        here = ++from;
      } else {
        return false;
      }
    }
    return wanted.subList(at, wanted.size()).stream().allMatch(Optional::isEmpty);
  }

  /** What each character must be; empty for a star. */
  private List<Optional<IntPredicate>> wanted() {
    List<Optional<IntPredicate>> wanted = new ArrayList<>();
    String pattern = text.toLowerCase(Locale.ROOT);
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '*') {
        wanted.add(Optional.empty());
      } else if (c == '?') {
        wanted.add(Optional.of(any -> true));
      } else if (c == '[') {
        int close = pattern.indexOf(']', i);
        wanted.add(Optional.of(among(pattern.substring(i + 1, close))));
        i = close;
      } else {
        wanted.add(Optional.of(there -> there == c));
      }
    }
    return wanted;
  }

  private static IntPredicate among(String inside) {
    boolean not = inside.startsWith("!");
    String characters = not ? inside.substring(1) : inside;
    IntPredicate some =
        there -> {
          for (int i = 0; i < characters.length(); i++) {
            boolean isRange = i + 2 < characters.length() && characters.charAt(i + 1) == '-';
            if (isRange && there >= characters.charAt(i) && there <= characters.charAt(i + 2)) {
              return true;
            }
            if (!isRange && there == characters.charAt(i)) {
              return true;
            }
            i += isRange ? 2 : 0;
          }
          return false;
        };
    return not ? some.negate() : some;
  }

  @Override
  public String toString() {
    return text;
  }
}
