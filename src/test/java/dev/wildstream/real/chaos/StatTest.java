package dev.wildstream.real.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StatTest {

  private static final String PAGE =
      """
      <rtmp><server><application><name>live</name><live>
      <stream>
      <name>key</name>
      <bytes_in>1234</bytes_in>
      <client><id>3</id><address>198.18.0.1</address><publishing/><active/></client>
      <client><id>4</id><address>198.18.0.9</address><active/></client>
      </stream>
      <stream><name>other</name><bytes_in>9</bytes_in>
      <client><id>5</id><address>198.18.0.7</address><publishing/></client></stream>
      </live></application></server></rtmp>
      """;

  @Test
  void whoPublishesAStreamAndWhatCameOfItIsRead() {
    Stat stat = Stat.of(PAGE, "key");
    assertThat(stat.bytes()).isEqualTo(1234);
    assertThat(stat.publishers()).containsExactly("198.18.0.1");
  }

  @Test
  void aStreamThatIsNotThereHasNeither() {
    assertThat(Stat.of(PAGE, "none").publishers()).isEmpty();
    assertThat(Stat.of("", "key").bytes()).isZero();
  }
}
