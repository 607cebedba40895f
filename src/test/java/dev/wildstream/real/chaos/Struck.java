package dev.wildstream.real.chaos;

import java.util.Set;

/** What came of an act. */
sealed interface Struck {

  /**
   * There was nothing to strike.
   *
   * @param why in words
   */
  record Nothing(String why) implements Struck {}

  /**
   * It is done, and lasts until it is mended.
   *
   * @param what exactly was done
   * @param reasons of restarts it may cause, as the metrics name them; empty = it may cause none
   */
  record Hit(String what, Set<String> reasons, Allowance allowance, Mend mend) implements Struck {}

  /** Takes it back, as far as it does not end by itself. */
  interface Mend {
    void mend() throws Exception;
  }
}
