package dev.wildstream.real.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeckTest {

  private static List<String> deal(long seed, int acts) {
    Deck deck = new Deck(seed, 2);
    return IntStream.range(0, acts)
        .mapToObj(i -> deck.deal())
        .map(d ->
            d.act().name()
                + " to "
                + d.station()
                + " after "
                + d.gap()
                + " for "
                + d.lasts()
                + ", "
                + d.chance().nextLong())
        .toList();
  }

  @Test
  void theSameSeedDealsTheSameActs() {
    assertThat(deal(7, 100)).isEqualTo(deal(7, 100)).isNotEqualTo(deal(8, 100));
  }

  @Test
  void everyActIsDealtBeforeAnyIsDealtAgain() {
    Deck deck = new Deck(7, 2);
    int all = Act.all().size();
    assertThat(IntStream.range(0, all).mapToObj(i -> deck.deal().act().name()).distinct())
        .hasSize(all);
  }
}
