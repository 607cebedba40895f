package dev.wildstream.desired.yaml;

import dev.wildstream.desired.HostGlob;
import dev.wildstream.desired.HostName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which hosts run which streams: a stream that two run is one that both throw off the air. */
final class HostCheck {

  private final Sections sections;
  private final Findings findings;

  HostCheck(Sections sections, Findings findings) {
    this.sections = sections;
    this.findings = findings;
  }

  /** Where one stream names hosts, one that names none would be run by all of them. */
  void allOrNone() {
    Optional<String> first =
        sections.streams().entrySet().stream()
            .filter(stream -> !isOnEach(stream.getValue()))
            .map(Map.Entry::getKey)
            .findFirst();
    first.ifPresent(named ->
        sections
            .streams()
            .forEach((name, entry) -> {
              if (entry.value() instanceof Value.Mapping && isOnEach(entry)) {
                tell(
                    name,
                    entry,
                    "names no hosts, but " + Shown.name(named) + " does",
                    "write which host runs it, like hosts: [ web1 ], or give hosts in defaults");
              }
            }));
  }

  /** Of streams without a problem: that each is run, and by one host. */
  void oneOf(List<HostName> hosts) {
    sections
        .streams()
        .forEach((name, entry) -> {
          List<HostGlob> globs = globs((Value.Mapping) entry.value());
          List<HostName> running =
              hosts.stream().filter(host -> globs.isEmpty() || host.isAmong(globs)).toList();
          if (running.isEmpty()) {
            tell(
                name,
                entry,
                "no host of " + text(hosts) + " runs it",
                "let its hosts match the one that is to run it");
          } else if (running.size() > 1) {
            tell(
                name,
                entry,
                running.size() + " hosts run it: " + text(running),
                "let its hosts match one of them alone");
          }
        });
  }

  private static String text(List<HostName> hosts) {
    return hosts.stream().map(HostName::text).collect(Collectors.joining(", "));
  }

  /** At the hosts that it names itself, else at its name. */
  private void tell(String name, Value.Entry stream, String wrong, String remedy) {
    Where where = Where.DOCUMENT.key("streams").key(name);
    Optional<Value.Entry> own =
        Optional.of(stream.value())
            .filter(Value.Mapping.class::isInstance)
            .map(Value.Mapping.class::cast)
            .flatMap(mapping -> Optional.ofNullable(mapping.named().get("hosts")));
    findings.add(
        own.map(entry -> entry.key().place()).orElse(stream.key().place()),
        own.isPresent() ? where.key("hosts") : where,
        wrong,
        remedy);
  }

  /** What is no list is told already, and was meant to name hosts. */
  private boolean isOnEach(Value.Entry stream) {
    if (!(stream.value() instanceof Value.Mapping mapping)) {
      return true;
    }
    Settings settings = sections.settings(mapping);
    boolean written = settings.layers().stream().anyMatch(layer -> layer.get("hosts").isPresent());
    return !written
        || settings.listed("hosts").filter(list -> list.elements().isEmpty()).isPresent();
  }

  private List<HostGlob> globs(Value.Mapping stream) {
    return sections.settings(stream).listed("hosts").stream()
        .flatMap(list -> list.elements().stream())
        .map(glob -> new HostGlob(((Value.Scalar) glob).text()))
        .toList();
  }
}
