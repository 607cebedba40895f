package dev.wildstream.surface.cli;

/** Descriptions that several commands share. */
final class Text {

  static final String STATE =
      "What outlives the hub (default: $STATE_DIRECTORY, else /var/lib/wild-stream-hub; for an"
          + " ordinary user $XDG_STATE_HOME/wild-stream-hub).";

  static final String RUNTIME =
      "What does not outlive the machine (default: $RUNTIME_DIRECTORY, else /run/wild-stream-hub;"
          + " for an ordinary user $XDG_RUNTIME_DIR/wild-stream-hub).";

  static final String LISTEN =
      "Where HTTP is served, on this machine's loopback (default: 127.0.0.1:8935); none = nowhere.";

  static final String LOG_LEVEL = "error, warn, info or debug (default: info).";

  private Text() {}
}
