package dev.wildstream.world;

import dev.wildstream.desired.Reading;
import dev.wildstream.desired.StreamName;
import dev.wildstream.desired.Target;
import dev.wildstream.loop.Snapshot;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.StreamMemory;
import dev.wildstream.observed.TargetView;
import dev.wildstream.reconcile.Step;
import dev.wildstream.reconcile.Wants;
import java.util.List;

/** Own books. */
final class Books {

  private final World world;

  Books(World world) {
    this.world = world;
  }

  void hubStarts(SimulatedHub hub) {}

  void hubEnded(SimulatedHub hub) {}

  void rebooted() {}

  void lost(List<StreamName> names) {}

  void wanted(StreamName stream, Wants wants) {}

  void probed(Target.Endpoint endpoint, TargetView view) {}

  void spawned(SimulatedPublisher born) {}

  void spawned(SimulatedFeeder born) {}

  void writes(SimulatedFeeder feeder) {}

  void ended(SimulatedPublisher gone) {}

  void ended(SimulatedFeeder gone) {}

  void shown(StreamName stream, dev.wildstream.observed.PublisherView view) {}

  void asked(StreamName stream, Step step) {}

  void read(Reading reading) {}

  void kept(StreamName stream, StreamMemory memory) {}

  void told(Event event) {
    world.journal.note(
        () -> "  told " + event.stream().orElse("-") + " " + event.kind() + " " + event.fields());
  }

  void turned(SimulatedHub hub, Snapshot snapshot) {}
}
