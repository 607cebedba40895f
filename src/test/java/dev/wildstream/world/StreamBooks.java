package dev.wildstream.world;

import dev.wildstream.desired.StreamName;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.memory.StreamMemory;
import java.util.Optional;

/** All books of one stream. */
final class StreamBooks {

  final EndingBook ending;
  final RetryBook retries;
  final TimelineBook timeline;
  final ItemBook items;
  final CounterBook counters;
  final AirBook air;
  Optional<SimulatedPublisher> newest = Optional.empty();

  /** What the file said of it when a hub last read it. */
  Optional<StreamSpec> spec = Optional.empty();

  final MemoryBook memory;

  /** Since when nothing has stood in the way of a start. */
  long clearSince;

  StreamBooks(World world, StreamName stream) {
    ending = new EndingBook(world, stream);
    retries = new RetryBook(world, stream);
    timeline = new TimelineBook(world);
    items = new ItemBook(world, stream);
    air = new AirBook(world, stream);
    counters = new CounterBook(world, stream.text());
    memory = new MemoryBook(world, stream);
    clearSince = world.agenda.now();
  }

  /** A new hub goes on with what was kept last. */
  void goesOn(StreamMemory last) {
    retries.goesOn(last);
    counters.goesOn(last);
    items.goesOn(last);
  }

  /** What was remembered of the stream is lost, or older. */
  void forget(Optional<StreamMemory> found) {
    retries.forget(found);
    items.forget();
    counters.forget();
  }
}
