package dev.wildstream.desired.yaml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one node of the YAML document says, and where; aliases are already followed. */
sealed interface Value {

  Place place();

  /** What kind of thing this is, as a message calls it. */
  String kind();

  /** How many nodes this is, each alias counted as what it stands for. */
  int size();

  /** A single value. */
  record Scalar(Place place, String text, Type type) implements Value {
    @Override
    public String kind() {
      return type.kind;
    }

    @Override
    public int size() {
      return 1;
    }

    boolean isText() {
      return type == Type.TEXT;
    }

    boolean isNothing() {
      return type == Type.NOTHING;
    }

    /** By the core schema of YAML 1.2: {@code no} and {@code off} are texts. */
    enum Type {
      TEXT("a text"),
      NUMBER("a number"),
      FLAG("true or false"),
      NOTHING("empty");

      private final String kind;

      Type(String kind) {
        this.kind = kind;
      }
    }
  }

  /**
   * A list.
   *
   * @param place its first element, or its opening bracket
   */
  record Sequence(Place place, List<Value> elements, int size) implements Value {
    @Override
    public String kind() {
      return "a list";
    }
  }

  /**
   * A mapping.
   *
   * @param place its first key, or its opening brace
   * @param entries all of them as written, keys that stand there twice included
   * @param named the first entry of each name that is a text
   */
  record Mapping(Place place, List<Entry> entries, Map<String, Entry> named, int size)
      implements Value {

    static Mapping of(Place place, List<Entry> entries, int size) {
      Map<String, Entry> named = LinkedHashMap.newLinkedHashMap(entries.size());
      for (Entry entry : entries) {
        entry.name().ifPresent(name -> named.putIfAbsent(name.text(), entry));
      }
      return new Mapping(place, entries, named, size);
    }

    Optional<Value> get(String name) {
      return Optional.ofNullable(named.get(name)).map(Entry::value);
    }

    @Override
    public String kind() {
      return "a mapping";
    }
  }

  /** A node that cannot be used, whose problem is told already: a tag, or an alias to nothing. */
  record Unusable(Place place) implements Value {
    @Override
    public String kind() {
      return "unusable";
    }

    @Override
    public int size() {
      return 1;
    }
  }

  /** A key and what stands behind it. */
  record Entry(Value key, Value value) {
    Optional<Scalar> name() {
      return key instanceof Scalar scalar && scalar.isText()
          ? Optional.of(scalar)
          : Optional.empty();
    }
  }
}
