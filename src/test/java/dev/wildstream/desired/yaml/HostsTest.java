package dev.wildstream.desired.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wildstream.desired.HostGlob;
import dev.wildstream.desired.HostName;
import dev.wildstream.desired.Problem;
import dev.wildstream.desired.Reading;
import dev.wildstream.desired.Revision;
import dev.wildstream.desired.SourceFile;
import dev.wildstream.desired.StreamName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which host runs which stream. */
class HostsTest {

  private static final String STREAM =
      "target: \"rtmp://h/app\", key: { file: k }, playlist: [ a ]";

  private static final String FILE =
      """
      version: 1
      defaults: { hosts: [ web1 ] }
      streams:
        birds: { %s }
        cats: { %s, hosts: [ "web[23]", web4.example.com ] }
        dogs: { %s, hosts: [ "web*" ] }
      """
          .formatted(STREAM, STREAM, STREAM);

  private static SourceFile file(String yaml) {
    return Fixtures.file("a.yaml", yaml.getBytes(StandardCharsets.UTF_8));
  }

  private static List<HostName> hosts(String... names) {
    return Stream.of(names).map(HostName::new).toList();
  }

  private static List<String> on(String host) {
    Revision all = Fixtures.accepted(Fixtures.read(FILE));
    Revision here = all.on(new HostName(host));
    assertThat(here.digest()).isEqualTo(all.digest());
    assertThat(here.streams().size() + here.elsewhere().size()).isEqualTo(3);
    return here.streams().stream().map(spec -> spec.name().text()).toList();
  }

  @Test
  void aHostRunsWhatNamesItAndNothingElse() {
    assertThat(on("web1")).containsExactly("birds", "dogs");
    assertThat(on("WEB2")).containsExactly("cats", "dogs");
    assertThat(on("web3.example.org")).containsExactly("cats", "dogs");
    assertThat(on("web4")).as("which calls itself by no domain").containsExactly("dogs");
    assertThat(on("web4.example.com")).containsExactly("cats", "dogs");
    assertThat(on("db1")).isEmpty();
    assertThat(Fixtures.accepted(Fixtures.read(FILE)).on(new HostName("db1")).elsewhere())
        .contains(new StreamName("birds"));
  }

  @Test
  void whereNoStreamNamesHostsEachHostRunsAll() {
    Revision revision =
        Fixtures.accepted(
            Fixtures.read("version: 1\nstreams: { a: { " + STREAM + ", hosts: [] } }\n"));
    assertThat(revision.on(new HostName("any"))).isEqualTo(revision);
  }

  @ParameterizedTest
  @CsvSource({
    "*, web1, true",
    "*, a.b, true",
    "web?, web1, true",
    "web?, web10, false",
    "web[1-3], web2, true",
    "web[1-3], web4, false",
    "web[!1-3], web4, true",
    "web[!1-3], web2, false",
    "web[1-35], web5, true",
    "WEB1, web1, true",
    "web1, WEB1, true",
    "web1, web1.example.com, false",
    "web1, web11, false",
    "web1, xweb1, false",
    "*.example.com, a.b.example.com, true",
    "*.example.com, example.com, false",
    "*.example.com, evilexample.com, false",
    "a.example.com, axexample.com, false",
    "a**b, ab, true",
    "a*b*c, aXbXbXc, true",
    "a*b*c, aXbXbX, false",
    "10.0.0.*, 10.0.0.7, true",
    "'2001:db8::*', '2001:db8::1', true",
    "*, '', true"
  })
  void aGlobStandsForWholeNames(String glob, String host, boolean matches) {
    assertThat(new HostGlob(glob).matches(host)).isEqualTo(matches);
  }

  @Test
  void aGlobOfManyStarsTakesNoTimeToSpeakOf() {
    HostGlob stars = new HostGlob("*a".repeat(126));
    String host = "a".repeat(240) + "b";
    assertThat(
            org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> stars.matches(host)))
        .isFalse();
  }

  @Test
  void whatIsNoPatternIsRefused() {
    for (String odd : List.of("", "a b", "a/b", "web[", "web[]", "[!]", "a".repeat(254), "\n")) {
      assertThatThrownBy(() -> new HostGlob(odd)).hasMessageContaining("is no pattern of host");
    }
    for (String odd : List.of("", "web*", "a b", "a".repeat(254))) {
      assertThatThrownBy(() -> new HostName(odd)).hasMessageContaining("is no host name");
    }
  }

  private static List<String> problems(String yaml, String... hosts) {
    return switch (DesiredStateReader.read(List.of(file(yaml)), hosts(hosts))) {
      case Reading.Accepted accepted -> List.of();
      case Reading.Refused refused -> refused.problems().stream().map(Problem::headline).toList();
    };
  }

  @Test
  void whatNoHostOrTwoHostsRunIsFoundWithItsPlace() {
    assertThat(problems(FILE)).isEmpty();
    assertThat(problems(FILE.replace("web*", "web3"), "web1", "web3")).as("each has one").isEmpty();
    assertThat(problems(FILE, "web1", "web2"))
        .containsExactly(
            "a.yaml:6:70: streams.dogs.hosts: 2 hosts run it: web1, web2; let its hosts match one"
                + " of them alone");
    assertThat(problems(FILE, "web3"))
        .containsExactly(
            "a.yaml:4:3: streams.birds: no host of web3 runs it; let its hosts match the one that"
                + " is to run it");
    String none = "version: 1\nstreams: { a: { " + STREAM + " } }\n";
    assertThat(problems(none, "web1")).isEmpty();
    assertThat(problems(none, "web1", "web2"))
        .containsExactly(
            "a.yaml:2:12: streams.a: 2 hosts run it: web1, web2; let its hosts match one of them"
                + " alone");
  }

  @Test
  void aFileWithOtherMistakesIsNotAskedForItsHosts() {
    assertThat(problems(FILE.replace("version: 1", "version: 2"), "db1"))
        .singleElement()
        .asString()
        .contains("version");
  }
}
