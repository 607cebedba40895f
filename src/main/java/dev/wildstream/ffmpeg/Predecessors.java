package dev.wildstream.ffmpeg;

import dev.wildstream.desired.StreamName;
import java.io.IOException;
import java.util.List;

/**
 * What an earlier hub may have left of a stream, which must be gone before a publisher is started:
 * never a second one, not even beside one that no signal ends. Looked for until once nothing was
 * left, since to look at all processes of the machine takes longer than to start one; of those that
 * this hub starts it sees the end. Not safe for use by several threads.
 */
final class Predecessors {

  private final StreamName stream;
  private final Workshop workshop;
  private boolean gone;

  Predecessors(StreamName stream, Workshop workshop) {
    this.stream = stream;
    this.workshop = workshop;
  }

  /** One cannot be ended; its files stay, by them it is found again. */
  static final class Outlived extends IOException {
    private static final long serialVersionUID = 1;

    Outlived(long pid) {
      super("a publisher of an earlier hub (pid " + pid + ") cannot be ended: end it by hand");
    }
  }

  /**
   * Ends them.
   *
   * @param ours processes of this hub
   * @throws Outlived where a publisher does not end
   */
  void end(List<Long> ours) throws Outlived {
    if (gone) {
      return;
    }
    Leftovers leftovers = new Leftovers(workshop.runtime(), workshop.records(), workshop.clock());
    List<Leftovers.Leftover> left =
        leftovers.of(stream).stream().filter(l -> !ours.contains(l.identity().pid())).toList();
    leftovers.end(left);
    for (Leftovers.Leftover each : left) {
      if (each.role() == Role.PUBLISHER && each.identity().isAlive()) {
        throw new Outlived(each.identity().pid());
      }
    }
    gone = true;
  }
}
