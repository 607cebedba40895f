package dev.wildstream.desired.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.Reading;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A planted secret, {@code s3cr-et99}, is in no message, wherever it was put. */
class SecretsTest {

  private static final String SECRET = "s3cr-et99";

  /** Each is wrong somewhere near the secret. */
  private static final List<String> HIDING_PLACES =
      List.of(
          "    key: S",
          "    key: 'S'",
          "    key: \"S\" x",
          "    key: |\n      S\n      more",
          "    key: >-\n      more\n      S",
          "    key:\n      S",
          "    key:\n      - S",
          "    key: [ S",
          "    key: { S }",
          "    key: { S: }",
          "    key: { S: S }",
          "    key: { plain: S }",
          "    key: { plain: S, plain: S }",
          "    key: { plain: \"S\\n\" }",
          "    key: { plian: S }",
          "    key: { plain: S",
          "    key: { plain: 'S }",
          "    key: { plain: [ S ] }",
          "    key: { plain: { S: S } }",
          "    key: { env: S, credential: S }",
          "    key: { file: k, S: 1 }",
          "    key: !S x",
          "    key: !!S { plain: S }",
          "    key: !x { plain: S }",
          "    key: !x [ S ]",
          "    key: *S",
          "    key: &S x",
          "    retry: &S { delay: 1 }",
          "    resume: &S x",
          "    key: &S { plain: x }",
          "    key: &S\n      plain: x\n      more: x",
          "    key: @S",
          "    key: `S",
          "    key: %S",
          "    key: S: S",
          "    key: - S",
          "    key: ? S",
          "    key: # S",
          "    key: abc # S",
          "    key : S",
          "    key:S",
          "    key:S: x",
          "    {key:S}: x",
          "    ? key:S\n    : x",
          "    \tkey: S",
          "    KEY: S",
          "    kye: S",
          "    streamKey: S",
          "    password: S",
          "    retry: { key: S }",
          "    retry: S",
          "    watchdog: [ S ]",
          "    playlist: { key: S }",
          "    resume: [ S ]",
          "    enabled: { S: S }",
          "    target: rtmp://h/app/S/x/S",
          "    target: rtmp://h/app/inst/S",
          "    target: rtmp://S@h/app",
          "    target: rtmp://h/app?token=S x",
          "    target: rtmp://h/app?token=\"S\"",
          "    target: 'rtmp://h/app#S'",
          "    target: S",
          "    target: rtmp://S_-/app",
          "    target: rtmp://h:S/app",
          "    target: [ S ]",
          "    target: { url: S }",
          "    target: rtmp://h/a/\n      S",
          "    liveCheck: { url: S }",
          "    media: S",
          "    media: { video: S, audio: [ S ], mode: 'rtmp://h/S' }",
          "    media: { video: { bitrate: rtmp://h/S, size: rtmp://h/S, fps: rtmp://h/S } }",
          "    media: { audio: { sampleRate: rtmp://h/S } }",
          "    media: { key: S }",
          "    standby: https://u:S@h/a.mp4",
          "    standby: { key: S }",
          "    session: [ S ]",
          "    apply: { S: S }",
          "    enabled: maybe # S",
          "    resume: rtmp://h/S",
          "    retry: { delay: rtmp://h/S, attempts: rtmp://h/S }",
          "  key: S",
          "  target: rtmp://h/app/S",
          "  target: { key: S, target: S }",
          "key: S",
          "key: { plain: S }",
          "target: S",
          "defaults: { key: S, target: S }",
          "notify: [ { webhook: { url: S } } ]",
          "notify:\n  - webhook: S",
          "webhook: S",
          "x-secret: &a S\nmore: *a",
          "x-secret: { key: !x S }",
          "x-secret: { S: 1, S: 2 }",
          "x-secret: S\n\twrong",
          "S",
          "{key:S}",
          "--- {key: S}",
          "---\nkey: S",
          "%S",
          "playlists:\n  a:\n    items: [ 'https://u:S@h/a.mp4', { path: 'rtmp://h/S' } ]",
          "playlists:\n  a: { items: [ { path: a, key: S } ] }",
          "playlists:\n  a: { items: [ { path: a, token: S } ], laps: 0 }");

  private static final String BASE =
      """
      version: 1
      streams:
        wild-tv:
          target: rtmp://h/app
          playlist: []
      """;

  @TestFactory
  Stream<DynamicTest> aSecretIsInNoMessage() {
    return HIDING_PLACES.stream()
        .map(place -> place.replace("S", SECRET))
        .flatMap(place -> Stream.of(BASE + place + "\n", place + "\n" + BASE, BASE + place))
        .map(yaml -> DynamicTest.dynamicTest(yaml, () -> isHidden(yaml)));
  }

  private static void isHidden(String yaml) {
    Reading reading = Fixtures.read(yaml);
    if (reading instanceof Reading.Refused refused) {
      assertThat(Fixtures.messages(refused)).doesNotContain(SECRET);
      assertThat(refused.toString()).doesNotContain(SECRET);
      assertThat(Fixtures.messages(refused)).doesNotContain("et99");
    }
  }

  @Test
  void everyHidingPlaceButACommentIsRefused() {
    assertThat(HIDING_PLACES)
        .filteredOn(place -> !place.contains("#") || place.contains("rtmp"))
        .allSatisfy(place ->
            assertThat(Fixtures.read(BASE + place.replace("S", SECRET) + "\n"))
                .isInstanceOf(Reading.Refused.class));
  }

  @Test
  void theSecretsOfTheFixturesAreInNoMessage() {
    for (Path revision : Fixtures.revisions("bad")) {
      String messages = Fixtures.messages(DesiredStateReader.read(Fixtures.files(revision)));
      assertThat(messages)
          .as(Fixtures.nameOf(revision))
          .doesNotContain("abcd")
          .doesNotContain("efgh")
          .doesNotContain("hunter2");
    }
  }

  @Test
  void anAcceptedKeyIsNotShownByItsRecord() {
    Reading reading =
        Fixtures.read(
            "version: 1\nstreams: { a: { target: \"rtmp://localhost/app\", key: { plain: "
                + SECRET
                + " }, playlist: [] } }\n");
    assertThat(Fixtures.accepted(reading).toString()).doesNotContain(SECRET);
  }

  @Test
  void whatTheFileSaysCannotSteerATerminal() {
    String yaml = "version: 1\nstreams:\n  \"a\\e[2J\\u202e\": {}\nplaylists: { \u202eb: [] }\n";
    String messages = Fixtures.messages(Fixtures.read(yaml));
    assertThat(messages.codePoints().filter(c -> c != '\n'))
        .allMatch(c -> Character.getType(c) != Character.FORMAT && !Character.isISOControl(c));
    assertThat(new String(messages.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
        .isEqualTo(messages);
  }
}
