package dev.wildstream.surface.cli;

import java.io.PrintWriter;

/** How far something is, on one line of a terminal that is written again and again. */
final class ProgressBar implements Commands.Progress {

  /** Whether there is somebody to see it. */
  enum Seen {
    SEEN,
    UNSEEN
  }

  private static final int CELLS = 30;

  private static final String ERASE = "\r\u001b[K";

  private final String what;
  private final PrintWriter out;
  private final Seen seen;

  /**
   * Shows nothing yet.
   *
   * @param what is done, as a verb
   */
  ProgressBar(String what, PrintWriter out, Seen seen) {
    this.what = what;
    this.out = out;
    this.seen = seen;
  }

  /** For one of this process's streams. */
  static Seen of(Ink.Stream stream) {
    return stream.isTerminal() ? Seen.SEEN : Seen.UNSEEN;
  }

  @Override
  public synchronized void done(int done, int all) {
    print(done == all ? ERASE : ERASE + what + " " + bar(done, all) + " " + done + " of " + all);
  }

  private static String bar(int done, int all) {
    int full = (int) ((long) CELLS * done / Math.max(all, 1));
    return "[" + "#".repeat(full) + "-".repeat(CELLS - full) + "]";
  }

  private void print(String text) {
    switch (seen) {
      case SEEN -> {
        out.print(text);
        out.flush();
      }
      case UNSEEN -> {}
    }
  }
}
