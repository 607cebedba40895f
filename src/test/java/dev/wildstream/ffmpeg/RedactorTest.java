package dev.wildstream.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedactorTest {

  private static final String KEY = "abcd-efgh&x=1 \"q\"\\z";
  private final Redactor redactor = new Redactor(new Secret(KEY));

  @Test
  void theKeyIsHiddenInEveryWriting() {
    assertThat(redactor.line("a " + KEY + " b")).contains("a *** b");
    assertThat(redactor.line("a abcd-efgh%26x%3D1+%22q%22%5Cz b")).contains("a *** b");
    assertThat(redactor.line("a abcd-efgh%26x%3D1%20%22q%22%5Cz b")).contains("a *** b");
    assertThat(redactor.line("{\"k\":\"abcd-efgh&x=1 \\\"q\\\"\\\\z\"}"))
        .contains("{\"k\":\"***\"}");
  }

  @Test
  void aLongPartOfTheKeyIsHiddenAndACommonWordIsNot() {
    assertThat(redactor.line("value 'abcd-efgh&x' too long")).contains("value '***' too long");
    assertThat(redactor.line("efgh is no secret")).contains("efgh is no secret");
  }

  @Test
  void aShortKeyIsHiddenAsAWhole() {
    assertThat(new Redactor(new Secret("live1")).line("to live1 and live"))
        .contains("to *** and live");
  }

  @Test
  void ofAnAddressTheHostAndPortStay() {
    Redactor any = Redactor.withoutKey();
    assertThat(any.line("rtmp://h:1935/live2/some-key: Broken pipe"))
        .contains("rtmp://h:1935/***: Broken pipe");
    assertThat(any.line("rtmps://user:pw@h/app?x=y, 'rtmp://[::1]:9/a'"))
        .contains("rtmps://h/***, 'rtmp://[::1]:9/***'");
    assertThat(any.line("rtmp://h:1935/: Input/output error"))
        .contains("rtmp://h:1935/: Input/output error");
  }

  @Test
  void linesAboutThePresetAreDropped() {
    assertThat(redactor.lines(List.of("x.ffpreset: cannot parse: rtmp_playpath=abc", "kept")))
        .containsExactly("kept");
  }

  @Test
  void aDetailIsOneShortLine() {
    assertThat(redactor.detail("a\n b  c")).isEqualTo("a b c");
    assertThat(redactor.detail("x".repeat(1_000))).hasSize(Redactor.LONGEST).endsWith("…");
  }
}
