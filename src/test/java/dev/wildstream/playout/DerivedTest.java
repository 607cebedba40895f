package dev.wildstream.playout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is reckoned anew, and what is not. */
class DerivedTest {

  private record Text(String text) {}

  @Test
  void eachValueIsReckonedOnce() {
    List<String> reckoned = new ArrayList<>();
    Derived<Text, Integer> lengths =
        new Derived<>(value -> {
          reckoned.add(value.text());
          return value.text().length();
        });
    Text one = new Text("one");
    Text twin = new Text("one");
    Text three = new Text("three");
    assertThat(List.of(lengths.of(one), lengths.of(three), lengths.of(one)))
        .containsExactly(3, 5, 3);
    assertThat(reckoned).containsExactly("one", "three");
    assertThat(lengths.of(twin)).isEqualTo(3);
    assertThat(reckoned).containsExactly("one", "three", "one");
  }
}
