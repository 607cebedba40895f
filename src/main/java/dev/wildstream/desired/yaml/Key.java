package dev.wildstream.desired.yaml;

import java.util.Optional;

/**
 * One key of the grammar: the parser, the suggestions and the published schema all say what stands
 * here.
 *
 * @param prose one sentence for the schema and the README
 */
record Key(String name, Shape shape, Presence presence, String prose) {

  /** Whether the key has to be there, and what counts if it is not. */
  sealed interface Presence {
    /**
     * Without it the file is refused.
     *
     * @param example of key and value, for who left it out
     */
    record Required(String example) implements Presence {}

    /** It may be left out, and nothing stands in its place. */
    record Optional() implements Presence {}

    /**
     * It may be left out.
     *
     * @param text what counts then, as one would write it
     */
    record Default(String text) implements Presence {}

    /** It is known and not taken, for the reason that is said. */
    record Refused(String wrong, String remedy) implements Presence {}
  }

  static Key required(String name, Shape shape, String example, String prose) {
    return new Key(name, shape, new Presence.Required(example), prose);
  }

  static Key optional(String name, Shape shape, String prose) {
    return new Key(name, shape, new Presence.Optional(), prose);
  }

  static Key withDefault(String name, Shape shape, String text, String prose) {
    return new Key(name, shape, new Presence.Default(text), prose);
  }

  /** A key that this version does not know what to do with; it is refused and never ignored. */
  static Key notYet(String name, String remedy, String prose) {
    return refused(name, "not supported yet", remedy, prose);
  }

  static Key refused(String name, String wrong, String remedy, String prose) {
    return new Key(name, new Shape.Anything(), new Presence.Refused(wrong, remedy), prose);
  }

  boolean isTaken() {
    return !(presence instanceof Presence.Refused);
  }

  Optional<String> defaultText() {
    return presence instanceof Presence.Default(String text) ? Optional.of(text) : Optional.empty();
  }
}
