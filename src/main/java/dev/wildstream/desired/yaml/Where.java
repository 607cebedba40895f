package dev.wildstream.desired.yaml;

/**
 * A path within the document, for messages: {@code streams.wild-tv.retry.delay}. Linked from the
 * leaf up and rendered only for what is reported, since a file has many paths and few problems.
 */
sealed interface Where {

  Where DOCUMENT = new Document();

  String text();

  default Where key(String name) {
    return new Key(this, name);
  }

  default Where element(int index) {
    return new Element(this, index);
  }

  /** The document itself. */
  record Document() implements Where {
    @Override
    public String text() {
      return "";
    }
  }

  /** A key of a mapping. */
  record Key(Where parent, String name) implements Where {
    @Override
    public String text() {
      String above = parent.text();
      return (above.isEmpty() ? "" : above + ".") + Shown.name(name);
    }
  }

  /**
   * An element of a list.
   *
   * @param index from 0
   */
  record Element(Where parent, int index) implements Where {
    @Override
    public String text() {
      return parent.text() + "[" + index + "]";
    }
  }
}
