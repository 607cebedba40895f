package dev.wildstream.memory.json;

import dev.wildstream.memory.StreamMemory;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes values of records by their components, no two the same and none a default. */
final class Samples {

  private int next;

  Samples(int seed) {
    next = seed;
  }

  StreamMemory memory() {
    return (StreamMemory) of(StreamMemory.class);
  }

  Object of(Type type) {
    next++;
    if (type instanceof ParameterizedType generic) {
      Type[] of = generic.getActualTypeArguments();
      return switch (generic.getRawType().getTypeName()) {
        case "java.util.Optional" -> Optional.of(of(of[0]));
        case "java.util.List" -> List.of(of(of[0]), of(of[0]));
        case "java.util.Map" -> Map.of(of(of[0]), of(of[1]), of(of[0]), of(of[1]));
        default -> throw new AssertionError("say how to make a " + generic);
      };
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isRecord()) {
      return record(plain);
    }
    if (plain.isEnum()) {
      Object[] constants = plain.getEnumConstants();
      return constants[1 + next % (constants.length - 1)];
    }
    return switch (plain.getName()) {
      case "int" -> next;
      case "long", "java.lang.Long" -> (long) next << 33;
      case "boolean" -> true;
      case "java.lang.String" -> "text \"" + next + "\" – ü\n\u0007";
      case "java.time.Instant" ->
          Instant.parse("2026-11-21T07:08:09.010203Z").plusSeconds(next).plusNanos(next);
      case "java.time.Duration" -> Duration.ofSeconds(next, 1_000_001L * next);
      default -> throw new AssertionError("say how to make a " + plain);
    };
  }

  private Object record(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = of(components[i].getGenericType());
    }
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(type.toString(), e);
    }
  }
}
