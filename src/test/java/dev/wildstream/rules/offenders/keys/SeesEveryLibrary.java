package dev.wildstream.rules.offenders.keys;

/** Breaks rules on purpose. */
public class SeesEveryLibrary {
  org.snakeyaml.engine.v2.api.Load load;
  tools.jackson.databind.ObjectMapper mapper;
  io.methvin.watcher.DirectoryWatcher watcher;
  io.micrometer.core.instrument.MeterRegistry meters;
  picocli.CommandLine line;
  com.sun.net.httpserver.HttpServer server;
  java.lang.foreign.Arena arena;
}
