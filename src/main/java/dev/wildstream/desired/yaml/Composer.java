package dev.wildstream.desired.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.common.SpecVersion;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;

/**
 * From YAML's events to {@link Value}s. Works on events and not on the parser's own nodes, so that
 * depth, size and aliases are limited while the file is read, and no tag is ever looked at.
 */
final class Composer {

  /** The grammar needs 6; a deeper file is an attack on somebody's stack. */
  static final int MOST_LEVELS = 32;

  /** Aliases followed; 10,000 streams with all their keys are about 400,000. */
  static final int MOST_VALUES = 500_000;

  /** Longer ones are no number, no flag and no null, and the patterns need not look at them. */
  private static final int LONGEST_RESOLVED = 4096;

  private static final CoreScalarResolver CORE = new CoreScalarResolver(false);

  private final SourceText source;
  private final Findings findings;
  private final Iterator<Event> events;
  private final Map<Anchor, Value> anchored = new HashMap<>();
  private final Set<Anchor> open = new HashSet<>();
  private final List<Place> scalars = new ArrayList<>();
  private final List<Place> references = new ArrayList<>();
  private int values;

  private Composer(SourceText source, Findings findings) {
    this.source = source;
    this.findings = findings;
    LoadSettings settings =
        LoadSettings.builder()
            .setUseMarks(true)
            .setParseComments(false)
            .setCodePointLimit(Utf8.MOST_BYTES + 1)
            // one buffer for all of it: a smaller one is copied again for every piece of a long
            // line
            .setBufferSize(Math.max(1024, source.length() + 1))
            .build();
    this.events = new Parse(settings).parseString(source.text()).iterator();
  }

  static Document compose(SourceText source, Findings findings) throws Unreadable {
    return new Composer(source, findings).document();
  }

  private Document document() throws Unreadable {
    next(); // the stream's start
    Event first = next();
    if (!(first instanceof DocumentStartEvent start)) {
      throw empty();
    }
    refuseDirectives(start);
    Value root = value(next(), 1);
    next(); // the document's end
    if (next() instanceof DocumentStartEvent second) {
      throw new Unreadable(
          place(second),
          "a second document begins here",
          "keep one document in a file, and put the other into a file of its own",
          Excerpts.Disclosure.UNPARSED);
    }
    return switch (root) {
      case Value.Mapping mapping -> new Document(source, mapping, scalars, references);
      case Value.Scalar scalar when scalar.isNothing() -> throw empty();
      case Value.Scalar scalar -> throw noMapping(scalar);
      case Value.Sequence sequence -> throw noMapping(sequence);
      case Value.Unusable unusable -> throw noMapping(unusable);
    };
  }

  private Unreadable empty() {
    return new Unreadable(
        source.place(0, 0),
        "the file says nothing",
        "write version: 1 and streams: {} if nothing is to be on the air",
        Excerpts.Disclosure.NONE);
  }

  private static Unreadable noMapping(Value root) {
    return new Unreadable(
        root.place(),
        "the file is " + root.kind() + ", but a mapping is wanted",
        "begin with version: 1",
        Excerpts.Disclosure.UNPARSED);
  }

  private void refuseDirectives(DocumentStartEvent start) throws Unreadable {
    Map<String, String> handles = new HashMap<>(start.getTags());
    handles.remove("!", "!");
    handles.remove("!!", Tag.PREFIX);
    Optional<SpecVersion> version = start.getSpecVersion();
    boolean older = version.isPresent() && version.get().getMinor() != 2;
    if (older || !handles.isEmpty()) {
      throw new Unreadable(
          source.place(0, 0),
          older ? "the file declares another YAML than 1.2" : "%TAG is not allowed",
          "remove the directive",
          Excerpts.Disclosure.UNPARSED);
    }
  }

  private Value value(Event event, int level) throws Unreadable {
    if (level > MOST_LEVELS) {
      throw new Unreadable(
          place(event),
          "more than " + MOST_LEVELS + " levels, one within the other",
          "the file's own keys need 6; look for a bracket that is not closed",
          Excerpts.Disclosure.UNPARSED);
    }
    if (event instanceof AliasEvent alias) {
      return follow(alias);
    }
    count(1, place(event));
    if (event instanceof ScalarEvent scalar) {
      return scalar(scalar);
    }
    CollectionStartEvent start = (CollectionStartEvent) event;
    start.getAnchor().ifPresent(open::add);
    Value collection =
        start.getEventId() == Event.ID.SequenceStart
            ? sequence(start, level)
            : mapping(start, level);
    start.getAnchor().ifPresent(open::remove);
    remember(start, collection);
    return collection;
  }

  private Value sequence(CollectionStartEvent start, int level) throws Unreadable {
    int before = values - 1;
    List<Value> elements = new ArrayList<>();
    Event event = next();
    for (; event.getEventId() != Event.ID.SequenceEnd; event = next()) {
      elements.add(value(event, level + 1));
    }
    return start.getTag().isPresent()
        ? tagged(from(start, event))
        : new Value.Sequence(place(start), elements, values - before);
  }

  private Value mapping(CollectionStartEvent start, int level) throws Unreadable {
    int before = values - 1;
    List<Value.Entry> entries = new ArrayList<>();
    Event event = next();
    for (; event.getEventId() != Event.ID.MappingEnd; event = next()) {
      Value key = value(event, level + 1);
      entries.add(new Value.Entry(key, value(next(), level + 1)));
    }
    return start.getTag().isPresent()
        ? tagged(from(start, event))
        : Value.Mapping.of(place(start), entries, values - before);
  }

  private Value scalar(ScalarEvent event) {
    Place place = place(event);
    scalars.add(place);
    if (event.getTag().isPresent()) {
      return tagged(place);
    }
    Value scalar = new Value.Scalar(place, event.getValue(), type(event));
    remember(event, scalar);
    return scalar;
  }

  private static Value.Scalar.Type type(ScalarEvent event) {
    if (event.getScalarStyle() != ScalarStyle.PLAIN
        || event.getValue().length() > LONGEST_RESOLVED) {
      return Value.Scalar.Type.TEXT;
    }
    Tag tag = CORE.resolve(event.getValue(), true);
    if (tag.equals(Tag.NULL)) {
      return Value.Scalar.Type.NOTHING;
    }
    if (tag.equals(Tag.BOOL)) {
      return Value.Scalar.Type.FLAG;
    }
    return tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)
        ? Value.Scalar.Type.NUMBER
        : Value.Scalar.Type.TEXT;
  }

  private Value tagged(Place place) {
    findings.add(place, Where.DOCUMENT, "tags are not allowed", "write the plain value");
    return new Value.Unusable(place);
  }

  private Value follow(AliasEvent alias) throws Unreadable {
    Place place = place(alias);
    references.add(place);
    Anchor anchor = alias.getAlias();
    if (open.contains(anchor)) {
      findings.add(
          place,
          Where.DOCUMENT,
          "this alias stands for something that holds the alias itself",
          "write out what is meant");
      return new Value.Unusable(place);
    }
    Value target = anchored.get(anchor);
    if (target == null) {
      findings.add(
          place,
          Where.DOCUMENT,
          "this alias has no anchor above it",
          "put quotes around the text if no alias is meant");
      return new Value.Unusable(place);
    }
    count(target.size(), place);
    return target;
  }

  private void count(int more, Place place) throws Unreadable {
    values += more;
    if (values > MOST_VALUES) {
      throw new Unreadable(
          place,
          String.format("more than %,d values, aliases followed", MOST_VALUES),
          "use fewer aliases, or name one playlist from several streams",
          Excerpts.Disclosure.UNPARSED);
    }
  }

  private void remember(NodeEvent event, Value value) {
    event
        .getAnchor()
        .ifPresent(anchor -> {
          anchored.put(anchor, value);
          int start = place(event).start();
          int end = start + 1 + anchor.getValue().codePointCount(0, anchor.getValue().length());
          references.add(source.place(start, end));
        });
  }

  private Event next() throws Unreadable {
    try {
      return events.next();
    } catch (MarkedYamlEngineException e) {
      int at = e.getProblemMark().or(e::getContextMark).map(Mark::getIndex).orElse(0);
      int begin = e.getContextMark().map(Mark::getIndex).orElse(at);
      throw SyntaxProblem.of(source, begin, at, String.valueOf(e.getProblem()));
    } catch (RuntimeException e) {
      // whatever else the parser throws at a file of somebody's making is still the file's fault
      throw SyntaxProblem.of(source, source.length(), source.length(), "");
    }
  }

  private Place from(Event start, Event end) {
    return source.place(place(start).start(), place(end).end());
  }

  private Place place(Event event) {
    int start = event.getStartMark().map(Mark::getIndex).orElse(0);
    return source.place(start, event.getEndMark().map(Mark::getIndex).orElse(start));
  }
}
