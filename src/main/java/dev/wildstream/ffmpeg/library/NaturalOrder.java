package dev.wildstream.ffmpeg.library;

import java.util.Comparator;

/**
 * The order people expect of file names: {@code ep2} before {@code ep10}, upper and lower case
 * alike, a folder's files together. Two different names are never equal in it.
 */
final class NaturalOrder implements Comparator<String> {

  static final NaturalOrder OF_PATHS = new NaturalOrder();

  private NaturalOrder() {}

  @Override
  public int compare(String one, String other) {
    int order = naturally(one, other);
    return order != 0 ? order : one.compareTo(other);
  }

  private static int naturally(String one, String other) {
    int i = 0;
    int j = 0;
    while (i < one.length() && j < other.length()) {
      if (isDigit(one.charAt(i)) && isDigit(other.charAt(j))) {
        int iEnd = digitsEnd(one, i);
        int jEnd = digitsEnd(other, j);
        int order = byValue(one.substring(i, iEnd), other.substring(j, jEnd));
        if (order != 0) {
          return order;
        }
        i = iEnd;
        j = jEnd;
      } else {
        int order = Character.compare(rank(one.charAt(i)), rank(other.charAt(j)));
        if (order != 0) {
          return order;
        }
        i++;
        j++;
      }
    }
    return Integer.compare(one.length() - i, other.length() - j);
  }

  /** A slash stands before every other character, so that a folder's files stay together. */
  private static char rank(char c) {
    return c == '/' ? 0 : Character.toLowerCase(Character.toUpperCase(c));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int digitsEnd(String text, int from) {
    int end = from;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** Of any length: the longer number, zeros in front left out, is the larger. */
  private static int byValue(String one, String other) {
    String a = withoutZeros(one);
    String b = withoutZeros(other);
    return a.length() != b.length() ? Integer.compare(a.length(), b.length()) : a.compareTo(b);
  }

  private static String withoutZeros(String digits) {
    int start = 0;
    while (start < digits.length() - 1 && digits.charAt(start) == '0') {
      start++;
    }
    return digits.substring(start);
  }
}
