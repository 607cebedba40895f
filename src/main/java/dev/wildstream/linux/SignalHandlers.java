package dev.wildstream.linux;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the process does on a signal of its own. The JDK's only way is an unsupported class that the
 * compiler warns of at every mention, hence by reflection.
 */
public final class SignalHandlers {

  private static final Logger LOG = LoggerFactory.getLogger(SignalHandlers.class);

  private SignalHandlers() {}

  /**
   * Runs {@code what} on a thread of the JVM whenever the signal arrives.
   *
   * @param name without SIG ({@code TERM})
   */
  public static void handle(String name, Runnable what) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              SignalHandlers.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      what.run();
                      yield null;
                    }
                    case "equals" -> self == arguments[0];
                    case "hashCode" -> System.identityHashCode(self);
                    default -> "handler of " + name;
                  });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (ReflectiveOperationException e) {
      Throwable cause = e instanceof InvocationTargetException wrapped ? wrapped.getCause() : e;
      LOG.warn("A signal cannot be handled signal={} detail={}", name, String.valueOf(cause));
    }
  }
}
