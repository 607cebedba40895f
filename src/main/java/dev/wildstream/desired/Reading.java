package dev.wildstream.desired;

import java.util.List;

/** What came of reading the files of a revision: it is taken or refused as a whole. */
public sealed interface Reading {

  record Accepted(Revision revision) implements Reading {}

  /**
   * Nothing of it takes effect.
   *
   * @param digest of the refused files, so that the same refusal is told once
   * @param problems all of them, at least one, in the order of the files
   */
  record Refused(String digest, List<Problem> problems) implements Reading {
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
