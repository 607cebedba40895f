package dev.wildstream.desired.yaml;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Files that chance damaged, in their bytes or in their structure. */
final class Damage {

  private final List<byte[]> good;
  private final List<byte[]> bad;
  private final Random random;

  /**
   * Damages nothing yet.
   *
   * @param good files that are read, of which half of the damaged ones are made
   * @param bad files that are refused
   */
  Damage(List<byte[]> good, List<byte[]> bad, Random random) {
    this.good = List.copyOf(good);
    this.bad = List.copyOf(bad);
    this.random = random;
  }

  byte[] next() {
    List<byte[]> files = random.nextBoolean() ? good : bad;
    byte[] file = files.get(random.nextInt(files.size()));
    return random.nextInt(3) == 0 ? restructured(file) : damaged(file);
  }

  /** The same YAML with other values, keys, and nesting; its bytes damaged where it is none. */
  private byte[] restructured(byte[] file) {
    try {
      Object tree =
          new Load(LoadSettings.builder().build())
              .loadFromString(new String(file, StandardCharsets.UTF_8));
      for (int i = 0; i < 1 + random.nextInt(3); i++) {
        tree = changed(tree);
      }
      String dumped = new Dump(DumpSettings.builder().build()).dumpToString(tree);
      return dumped.getBytes(StandardCharsets.UTF_8);
    } catch (YamlEngineException | IllegalArgumentException noYaml) {
      return damaged(file);
    }
  }

  private Object changed(Object node) {
    boolean here = random.nextInt(4) == 0;
    if (here || !(node instanceof Map<?, ?> || node instanceof List<?>)) {
      return other(node);
    }
    if (node instanceof List<?> list) {
      List<Object> changed = new ArrayList<>(list);
      if (changed.isEmpty()) {
        changed.add(other(node));
      } else {
        int at = random.nextInt(changed.size());
        switch (random.nextInt(4)) {
          case 0 -> changed.remove(at);
          case 1 -> changed.add(changed.get(at));
          default -> changed.set(at, changed(changed.get(at)));
        }
      }
      return changed;
    }
    Map<Object, Object> changed = new LinkedHashMap<>((Map<?, ?>) node);
    if (changed.isEmpty()) {
      changed.put(key(), other(node));
      return changed;
    }
    Object at = new ArrayList<>(changed.keySet()).get(random.nextInt(changed.size()));
    switch (random.nextInt(6)) {
      case 0 -> changed.remove(at);
      case 1 -> changed.put(key(), changed.get(at));
      case 2 -> changed.put(key(), other(node));
      default -> changed.put(at, changed(changed.get(at)));
    }
    return changed;
  }

  private Object key() {
    List<String> names = new ArrayList<>(Grammar.DOCUMENT.keys().stream().map(Key::name).toList());
    names.addAll(Grammar.STREAM.keys().stream().map(Key::name).toList());
    names.addAll(Grammar.PLAYLIST.keys().stream().map(Key::name).toList());
    names.addAll(List.of("", "x-", "A", "<<", "0", "null", "wild-tv", "\u0000", "- -", "é"));
    return random.nextInt(12) == 0 ? random.nextInt() : names.get(random.nextInt(names.size()));
  }

  private Object other(Object node) {
    return switch (random.nextInt(14)) {
      case 0 -> Map.of();
      case 1 -> List.of();
      case 2 -> Collections.singletonMap(key(), node);
      case 3 -> Arrays.asList(node, node);
      case 4 -> random.nextInt();
      case 5 -> -random.nextDouble() * 1e300;
      case 6 -> random.nextBoolean();
      case 7 -> "";
      case 8 -> "9".repeat(1 + random.nextInt(400));
      case 9 -> "99999999999h";
      case 10 -> "rtmp://user:password@[::1]:99999/a/b/c?d";
      case 11 -> "../".repeat(random.nextInt(2_000));
      case 12 -> BITS.get(random.nextInt(BITS.size())).repeat(3);
      default -> String.valueOf(node) + "x";
    };
  }

  private static final List<String> BITS =
      List.of(
          "\n",
          "\t",
          " ",
          "  ",
          ":",
          ": ",
          "- ",
          "? ",
          "[",
          "]",
          "{",
          "}",
          ",",
          "#",
          "&a ",
          "*a",
          "!",
          "!!str ",
          "|",
          ">",
          "'",
          "\"",
          "%",
          "@",
          "`",
          "\\",
          "---\n",
          "...\n",
          "<<: ",
          "~",
          "\u0000",
          "\u0085",
          "\u2028",
          "\ufeff",
          "é",
          "\ud83d\ude00",
          "1",
          "null",
          "key: ",
          "\"\\uD800\"",
          "\"\\U00110000\"",
          "\"\\xZZ\"",
          "x-",
          "\r",
          "  - ",
          "!<",
          "%YAML 1.2\n");

  private byte[] damaged(byte[] file) {
    byte[] content = file;
    int times = 1 + random.nextInt(4);
    for (int i = 0; i < times; i++) {
      int at = random.nextInt(content.length + 1);
      content =
          switch (random.nextInt(6)) {
            case 0 -> splice(content, at, at, new byte[] {(byte) random.nextInt(256)});
            case 1 -> splice(content, at, Math.min(content.length, at + 1), new byte[0]);
            case 2, 3 ->
                splice(
                    content,
                    at,
                    at,
                    BITS.get(random.nextInt(BITS.size())).getBytes(StandardCharsets.UTF_8));
            case 4 -> splice(content, at, content.length, new byte[0]);
            default -> {
              int end = Math.min(content.length, at + random.nextInt(40));
              yield splice(
                  content,
                  random.nextInt(content.length + 1),
                  -1,
                  Arrays.copyOfRange(content, at, end));
            }
          };
    }
    return content;
  }

  private static byte[] splice(byte[] content, int from, int until, byte[] put) {
    int to = Math.max(from, until);
    byte[] result = new byte[from + put.length + content.length - to];
    System.arraycopy(content, 0, result, 0, from);
    System.arraycopy(put, 0, result, from, put.length);
    System.arraycopy(content, to, result, from + put.length, content.length - to);
    return result;
  }
}
