package dev.wildstream.playout;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What follows from immutable values, reckoned once for each and kept no longer than the value
 * itself. Values are told apart by identity: to compare long lists would cost what is to be saved.
 * For any thread.
 */
public final class Derived<K, V> {

  private final Function<K, V> reckon;
  private final Map<Object, V> known = new ConcurrentHashMap<>();
  private final ReferenceQueue<K> gone = new ReferenceQueue<>();

  /**
   * Nothing reckoned yet.
   *
   * @param reckon gives nothing that holds on to the value itself, which would then never go
   */
  public Derived(Function<K, V> reckon) {
    this.reckon = reckon;
  }

  /** What follows from a value. */
  public V of(K value) {
    V found = known.get(new Asked(value));
    if (found != null) {
      return found;
    }
    for (Reference<? extends K> old = gone.poll(); old != null; old = gone.poll()) {
      known.remove(old);
    }
    V reckoned = reckon.apply(value);
    known.put(new Held<>(value, gone), reckoned);
    return reckoned;
  }

  /** The key under which a value is kept. */
  private static final class Held<K> extends WeakReference<K> {
    private final int hash;

    Held(K value, ReferenceQueue<K> gone) {
      super(value, gone);
      hash = System.identityHashCode(value);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }
  }

  /** The key by which it is looked up: equal to the one it is kept under. */
  private record Asked(Object value) {
    @Override
    public int hashCode() {
      return System.identityHashCode(value);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Held<?> held && held.get() == value;
    }
  }
}
