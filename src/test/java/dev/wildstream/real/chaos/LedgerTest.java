package dev.wildstream.real.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LedgerTest {

  private final Ledger ledger = new Ledger();

  private void fault(Touch touch, Optional<String> station, int from, int until, int costs) {
    Duration delays = touch.holdsUpTheHub() ? Duration.ofSeconds(3) : Duration.ZERO;
    ledger.add(
        new Ledger.Entry(
            "fault at " + from,
            touch,
            station,
            Duration.ofSeconds(from),
            Duration.ofSeconds(from),
            Duration.ofSeconds(until),
            Duration.ofSeconds(costs),
            delays,
            Set.of("internal")));
  }

  private List<Duration> allowed(String station) {
    return ledger.clusters(station).stream().map(Ledger.Cluster::costs).toList();
  }

  @Test
  void eachOfTwoFaultsThatAreApartAllowsItsOwn() {
    fault(Touch.PUBLISHER, Optional.of("five"), 10, 15, 2);
    fault(Touch.SERVER, Optional.of("five"), 20, 25, 4);
    assertThat(allowed("five")).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(4));
  }

  @Test
  void faultsThatOverlapAllowTheirSum() {
    fault(Touch.SERVER, Optional.of("five"), 14, 25, 4);
    fault(Touch.PUBLISHER, Optional.of("five"), 10, 15, 2);
    assertThat(allowed("five")).containsExactly(Duration.ofSeconds(6));
  }

  @Test
  void aFaultOfOneStationAllowsTheOtherNothing() {
    fault(Touch.PUBLISHER, Optional.of("five"), 10, 15, 2);
    assertThat(allowed("eight")).isEmpty();
  }

  @Test
  void aHubThatIsAwayCostsOnlyWhereThereIsSomethingToDelay() {
    fault(Touch.HUB, Optional.empty(), 10, 15, 0);
    assertThat(allowed("five")).containsExactly(Duration.ZERO);
    fault(Touch.PUBLISHER, Optional.of("five"), 12, 15, 2);
    assertThat(allowed("five")).containsExactly(Duration.ofSeconds(5));
    assertThat(allowed("eight")).containsExactly(Duration.ZERO);
  }

  @Test
  void aSilenceIsChargedOnlyToWhatItMeets() {
    fault(Touch.PUBLISHER, Optional.of("five"), 10, 15, 2);
    Ledger.Cluster cluster = ledger.clusters("five").getFirst();
    assertThat(cluster.touches(Duration.ofSeconds(9), Duration.ofSeconds(11))).isTrue();
    assertThat(cluster.touches(Duration.ofSeconds(7), Duration.ofSeconds(9))).isFalse();
    assertThat(cluster.touches(Duration.ofSeconds(16), Duration.ofSeconds(18))).isFalse();
  }
}
