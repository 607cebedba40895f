package dev.wildstream.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:8935, 127.0.0.1:8935",
    "localhost:1, 127.0.0.1:1",
    "127.9.8.7:65535, 127.9.8.7:65535",
    "[::1]:8935, [::1]:8935",
    "none, none"
  })
  void addressesOfThisMachineAreTaken(String text, String meant) {
    assertThat(ListenAddress.parse(text)).hasToString(meant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0.0.0.0:8935", "192.168.1.2:80", "[::]:80", "example.com:80", "127.0.0.1.x:80"})
  void otherAddressesAreNotSupportedYet(String text) {
    assertThatThrownBy(() -> ListenAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining("listening on other addresses is not supported yet");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "8935", "127.0.0.1", "127.0.0.1:", "::1:80", "a:b", "127.0.0.1:-1"})
  void whatIsNoAddressSaysHowToWriteOne(String text) {
    assertThatThrownBy(() -> ListenAddress.parse(text))
        .hasMessageContaining("not HOST:PORT; write for example 127.0.0.1:8935");
  }

  @Test
  void aPortBeyondTheLastIsRefused() {
    assertThatThrownBy(() -> ListenAddress.parse("127.0.0.1:65536"))
        .hasMessageContaining("a port is at most 65535");
  }

  @Test
  void aPortAloneNeedsAHost() {
    assertThatThrownBy(() -> ListenAddress.parse(":8935"))
        .hasMessageContaining("no host; write 127.0.0.1:8935");
  }
}
