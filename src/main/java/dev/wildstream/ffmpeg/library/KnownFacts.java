package dev.wildstream.ffmpeg.library;

import dev.wildstream.observed.FileStamp;
import dev.wildstream.observed.MediaFacts;
import dev.wildstream.observed.MediaView;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What was probed, for all streams together, the least used forgotten first. What cannot be played
 * is asked again after a while even of an unchanged file: permissions change without a trace in its
 * time. Safe for use by several threads.
 */
final class KnownFacts {

  private static final int MOST = 10_000;

  /** Some 400 bytes each, written again after each probe. */
  private static final int MOST_KEPT = 1_000;

  private static final Duration ASK_AGAIN = Duration.ofSeconds(30);

  /** Of a file system that did not answer: it comes back as a whole, and costs nothing to ask. */
  private static final Duration ASK_SILENT_AGAIN = Duration.ofSeconds(3);

  /** A file as it was, and where its cut starts. */
  record Question(MediaView.Source source, FileStamp stamp) {}

  private record Answer(MediaFacts facts, Instant at) {}

  private final SequencedMap<Question, Answer> answers =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Question, Answer> eldest) {
          return size() > MOST;
        }
      };

  synchronized Optional<MediaFacts> of(Question question) {
    return Optional.ofNullable(answers.get(question)).map(Answer::facts);
  }

  synchronized void put(Question question, MediaFacts facts, Instant now) {
    answers.put(question, new Answer(facts, now));
  }

  /** The most used of what can be played, the least used first: for the next hub. */
  synchronized Map<MediaView.Source, MediaFacts.Playable> playable() {
    SequencedMap<MediaView.Source, MediaFacts.Playable> found = new LinkedHashMap<>();
    for (Map.Entry<Question, Answer> each : answers.sequencedEntrySet().reversed()) {
      if (found.size() == MOST_KEPT) {
        break;
      }
      if (each.getValue().facts() instanceof MediaFacts.Playable playable) {
        found.putIfAbsent(each.getKey().source(), playable);
      }
    }
    return found.reversed();
  }

  /** Whether it is to be asked, for the first time or again. */
  synchronized boolean isDue(Question question, Instant now) {
    Answer answer = answers.get(question);
    if (answer == null) {
      return true;
    }
    return switch (answer.facts()) {
      case MediaFacts.Playable playable -> false;
      case MediaFacts.Unplayable(Optional<FileStamp> stamp, String why) ->
          answer
              .at()
              .plus(why.equals(DoesNotAnswer.WHY) ? ASK_SILENT_AGAIN : ASK_AGAIN)
              .isBefore(now);
    };
  }
}
