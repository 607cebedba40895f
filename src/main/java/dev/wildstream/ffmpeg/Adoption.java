package dev.wildstream.ffmpeg;

import dev.wildstream.linux.CallFailed;
import dev.wildstream.linux.Fifo;
import dev.wildstream.linux.PidDescriptor;
import dev.wildstream.linux.ProcessIdentity;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Takes hold of the FFmpegs of one stream that an earlier hub left on the air. What cannot be held
 * whole (no note of it, no fifo) is not adopted.
 */
final class Adoption {

  private final Workshop workshop;
  private final RunFolder run;
  private final Executor waiting;

  /**
   * For one stream.
   *
   * @param waiting gives a thread for each process, which waits for its end
   */
  Adoption(Workshop workshop, RunFolder run, Executor waiting) {
    this.workshop = workshop;
    this.run = run;
    this.waiting = waiting;
  }

  /** A publisher that runs. */
  record Publisher(
      LivePublisher live,
      FfmpegProcess process,
      Fifo fifo,
      LogTail log,
      Redactor redactor,
      Note note) {}

  /**
   * A feeder of it.
   *
   * @param process empty = it ended while no hub was there
   */
  record Feeder(LiveFeeder live, Optional<FfmpegProcess> process, LogTail log, Note note) {}

  /**
   * The publisher, if it can be gone on with.
   *
   * @param alive all publishers of this stream that run
   */
  Optional<Publisher> publisher(List<ProcessIdentity> alive) {
    Optional<Note> note = note(Role.PUBLISHER, alive);
    if (note.isEmpty() || note.get().process().isEmpty()) {
      return Optional.empty();
    }
    Fifo fifo;
    try {
      fifo = Fifo.open(run.fifo(note.get().session()));
    } catch (CallFailed noFifo) {
      return Optional.empty();
    }
    Optional<FfmpegProcess> process = hold(note.get().process().get());
    if (process.isEmpty()) {
      fifo.close();
      return Optional.empty();
    }
    Redactor redactor = Redactor.ofPreset(run.preset());
    return Optional.of(
        new Publisher(
            LivePublisher.adopted(
                note.get().session(), workshop.clock(), run, note.get().inputStart()),
            process.get(),
            fifo,
            LogTail.from(run.log(Role.PUBLISHER), note.get().logFrom()),
            redactor,
            note.get()));
  }

  /**
   * The newest feeder of a session, running or ended; empty where none was started.
   *
   * @param alive all feeders of this stream that run
   */
  Optional<Feeder> feeder(long session, List<ProcessIdentity> alive) {
    Optional<Note> note = note(Role.FEEDER, alive).filter(n -> n.session() == session);
    boolean started = note.flatMap(Note::process).isPresent() || hasWritten();
    if (note.isEmpty() || !started) {
      return Optional.empty();
    }
    return Optional.of(
        new Feeder(
            new LiveFeeder(note.get().work(), workshop.clock().steady(), run),
            note.get().process().flatMap(this::hold),
            LogTail.from(run.log(Role.FEEDER), note.get().logFrom()),
            note.get()));
  }

  /**
   * What an earlier hub noted. Where it died between the spawn and the second note, the one process
   * that runs is the one it spawned.
   */
  private Optional<Note> note(Role role, List<ProcessIdentity> alive) {
    return Note.read(workshop.records(), run.note(role))
        .map(note ->
            note.process().isEmpty() && alive.size() == 1
                ? note.withProcess(alive.getFirst())
                : note);
  }

  private boolean hasWritten() {
    return Files.exists(run.progress(Role.FEEDER)) || Files.exists(run.videoEnd());
  }

  /** First the hold, then the look: from then on the number cannot become another process. */
  private Optional<FfmpegProcess> hold(ProcessIdentity identity) {
    try {
      PidDescriptor held = PidDescriptor.open(identity.pid());
      if (identity.isAlive()) {
        return Optional.of(FfmpegProcess.adopted(held, waiting));
      }
      held.close();
      return Optional.empty();
    } catch (CallFailed gone) {
      return Optional.empty();
    }
  }
}
