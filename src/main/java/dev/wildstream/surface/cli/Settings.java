package dev.wildstream.surface.cli;

import dev.wildstream.desired.HostGlob;
import dev.wildstream.desired.HostName;
import dev.wildstream.surface.ListenAddress;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Where a setting comes from: its option, else {@code WILDSTREAM_…} in the environment, else what
 * systemd or the desktop says, else a default.
 */
final class Settings {

  private static final String NAME = "wild-stream-hub";
  private static final Path ETC = Path.of("/etc", NAME);
  private static final Path LIB = Path.of("/var/lib", NAME);
  private static final Path RUN = Path.of("/run", NAME);

  /** With which the names of environment variables begin that hold stream keys. */
  private static final String KEY_PREFIX = "STREAM_KEY_";

  private final Map<String, String> environment;
  private final boolean root;

  /**
   * Of a process.
   *
   * @param root whether it is the superuser's
   */
  Settings(Map<String, String> environment, boolean root) {
    this.environment = environment;
    this.root = root;
  }

  /** A setting is wrong. The message says which, where it came from, and what to do. */
  static final class Wrong extends RuntimeException {
    private static final long serialVersionUID = 1;

    Wrong(String message) {
      super(message);
    }
  }

  Path config(String option) {
    return path("--config", option).orElse(ETC);
  }

  /** The folder that {@code run} writes to. */
  Path state(String option) {
    return path("--state", option)
        .or(() -> ofSystemd("STATE_DIRECTORY"))
        .orElseGet(() -> root ? LIB : ownState());
  }

  /** The folder that {@code run} writes to. */
  Path runtime(String option) {
    return path("--runtime", option)
        .or(() -> ofSystemd("RUNTIME_DIRECTORY"))
        .orElseGet(() -> root ? RUN : ownRuntime());
  }

  /** The folder to read: an ordinary user's own hub if there is one, else the machine's. */
  Path stateToRead(String option) {
    Path folder = state(option);
    return Files.exists(folder) || named("--state", option) ? folder : existing(LIB, folder);
  }

  /** The folder to read: an ordinary user's own hub if there is one, else the machine's. */
  Path runtimeToRead(String option) {
    Path folder = runtime(option);
    return Files.exists(folder.resolve("status.json")) || named("--runtime", option)
        ? folder
        : existing(RUN, folder);
  }

  ListenAddress listen(String option) {
    return read("--listen", option, ListenAddress::parse).orElse(ListenAddress.DEFAULT);
  }

  LogLevel logLevel(String option) {
    return read("--log-level", option, Settings::level).orElse(LogLevel.INFO);
  }

  Optional<Path> path(String name, String option) {
    return read(name, option, Settings::absolute);
  }

  /** A repeatable option; in the environment its values are separated by colons. */
  List<Path> keyRoots(List<String> options) {
    List<Path> roots = several("--key-root", options, ":", Settings::absolute);
    return roots.isEmpty() ? List.of(ETC.resolve("keys")) : roots;
  }

  List<Path> mediaRoots(List<String> options) {
    return several("--media-root", options, ":", Settings::absolute);
  }

  /** An address has colons, so these are separated by commas. */
  List<HostGlob> allowTargets(List<String> options) {
    return several("--allow-target", options, ",", HostGlob::new);
  }

  /** Values of a repeatable option; what is empty in the environment is not there. */
  private <T> List<T> several(
      String name, List<String> options, String separator, Function<String, T> how) {
    String inEnvironment = environment.getOrDefault(variable(name), "");
    List<String> values =
        options.isEmpty() && !inEnvironment.isEmpty()
            ? Arrays.stream(inEnvironment.split(separator))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList()
            : options;
    try {
      if (values.isEmpty() && !inEnvironment.isBlank()) { // a rule that names none allows all
        throw new IllegalArgumentException("'" + inEnvironment + "' names none; leave it out");
      }
      return values.stream().map(how).toList();
    } catch (IllegalArgumentException e) {
      String source = options.isEmpty() ? variable(name) + " in the environment" : name;
      throw new Wrong(source + ": " + e.getMessage());
    }
  }

  String keyEnvPrefix(String option) {
    return read("--key-env-prefix", option, Settings::prefix).orElse(KEY_PREFIX);
  }

  Optional<HostName> hostName(String option) {
    return read("--host-name", option, HostName::new);
  }

  /** Names of hosts, each once. */
  List<HostName> hosts(String name, List<String> options) {
    Map<String, HostName> hosts = new LinkedHashMap<>();
    for (String option : options) {
      read(name, option.strip(), HostName::new)
          .ifPresent(host -> hosts.putIfAbsent(host.text().toLowerCase(Locale.ROOT), host));
    }
    return List.copyOf(hosts.values());
  }

  /** The width of the terminal in characters. */
  int columns() {
    try {
      return Math.clamp(Integer.parseInt(environment.getOrDefault("COLUMNS", "100")), 60, 400);
    } catch (NumberFormatException e) {
      return 100;
    }
  }

  private <T> Optional<T> read(String name, String option, Function<String, T> how) {
    String inEnvironment = environment.getOrDefault(variable(name), "");
    String value = option != null ? option : inEnvironment;
    if (option == null && value.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(how.apply(value));
    } catch (IllegalArgumentException e) {
      String source = option != null ? name : variable(name) + " in the environment";
      throw new Wrong(source + ": " + e.getMessage());
    }
  }

  private boolean named(String name, String option) {
    return option != null || !environment.getOrDefault(variable(name), "").isEmpty();
  }

  private static String variable(String option) {
    return "WILDSTREAM_" + option.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /** systemd gives several folders separated by colons; the first is ours. */
  private Optional<Path> ofSystemd(String variable) {
    return Optional.ofNullable(environment.get(variable))
        .map(v -> v.split(":")[0])
        .filter(v -> !v.isEmpty())
        .map(Path::of);
  }

  private Path ownState() {
    return absolutePath("XDG_STATE_HOME")
        .orElseGet(() -> home().resolve(".local/state"))
        .resolve(NAME);
  }

  /** Never below /tmp, where somebody else could have put a folder of that name. */
  private Path ownRuntime() {
    return absolutePath("XDG_RUNTIME_DIR")
        .map(p -> p.resolve(NAME))
        .orElseGet(() -> ownState().resolve("run"));
  }

  private Optional<Path> absolutePath(String variable) {
    return Optional.ofNullable(environment.get(variable))
        .filter(v -> v.startsWith("/"))
        .map(Path::of);
  }

  private Path home() {
    return absolutePath("HOME").orElseGet(() -> Path.of(System.getProperty("user.home", "/")));
  }

  private static Path existing(Path first, Path otherwise) {
    return Files.exists(first) ? first : otherwise;
  }

  private static Path absolute(String value) {
    try {
      if (value.isEmpty()) {
        throw new IllegalArgumentException("no path; name a file or a folder");
      }
      return Path.of(value).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("'" + value + "' cannot be a path", e);
    }
  }

  /** An empty one would let the file name any variable, and so send it to a target of its own. */
  private static String prefix(String value) {
    if (!value.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw new IllegalArgumentException(
          "'" + value + "' is no begin of a variable's name; use letters, digits and _");
    }
    return value;
  }

  private static LogLevel level(String value) {
    return Arrays.stream(LogLevel.values())
        .filter(l -> l.text().equalsIgnoreCase(value))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'"
                    + value
                    + "' is none of "
                    + Arrays.stream(LogLevel.values())
                        .map(LogLevel::text)
                        .collect(Collectors.joining(", "))));
  }
}
