package dev.wildstream.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProcessIdentityTest {

  @Test
  void aNameWithParenthesesAndBlanksDoesNotShiftTheFields() {
    String rest = " S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 4242 20";
    assertThat(ProcessIdentity.startTicks("77 (plain)" + rest)).contains(4242L);
    assertThat(ProcessIdentity.startTicks("77 (a) S (b) 1 )" + rest)).contains(4242L);
    assertThat(ProcessIdentity.startTicks("77 (zombie)" + rest.replace(" S ", " Z "))).isEmpty();
    assertThat(ProcessIdentity.startTicks("")).isEmpty();
    assertThat(ProcessIdentity.startTicks("77 (cut) S 1 2")).isEmpty();
  }

  @Test
  void anotherProcessWithTheSameNumberIsAnotherOne() {
    ProcessIdentity me = ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();
    assertThat(me.isAlive()).isTrue();
    assertThat(new ProcessIdentity(me.pid(), me.startTicks() - 1, me.bootId()).isAlive()).isFalse();
    assertThat(new ProcessIdentity(me.pid(), me.startTicks(), "another boot").isAlive()).isFalse();
    assertThat(ProcessIdentity.of(Integer.MAX_VALUE)).isEqualTo(Optional.empty());
  }

  @Test
  void aHeldProcessIsSignalledAndItsEndSeen() throws Exception {
    Process sleeper = new ProcessBuilder("sleep", "60").start();
    try (PidDescriptor held = PidDescriptor.open(sleeper.pid())) {
      assertThat(held.awaitExit(Duration.ZERO)).isFalse();
      held.signal(Signal.SIGTERM);
      assertThat(held.awaitExit(Duration.ofSeconds(5))).isTrue();
    }
    assertThat(sleeper.waitFor()).isEqualTo(128 + 15);
    assertThatThrownBy(() -> PidDescriptor.open(sleeper.pid()))
        .isInstanceOf(CallFailed.class)
        .hasMessageContaining("No such process");
  }

  @Test
  void signalsHaveNames() {
    assertThat(Signal.describe(9)).isEqualTo("signal 9 (SIGKILL)");
    assertThat(Signal.describe(62)).isEqualTo("signal 62");
  }
}
