package dev.wildstream.real.chaos;

/** What an act lays hands on: two acts that touch the same thing do not overlap, all others may. */
enum Touch {
  PUBLISHER(Whose.STATION),
  FEEDER(Whose.STATION),
  SERVER(Whose.STATION),
  FILES(Whose.STATION),
  EDITS(Whose.HUB),
  HUB(Whose.HUB),
  STATE(Whose.HUB);

  /** Whether each station has one of it, or all have it together. */
  enum Whose {
    STATION,
    HUB
  }

  final Whose whose;

  Touch(Whose whose) {
    this.whose = whose;
  }

  /** Whether the hub itself is away or held up meanwhile, so that whatever it does comes later. */
  boolean holdsUpTheHub() {
    return switch (this) {
      case HUB, STATE -> true;
      case PUBLISHER, FEEDER, SERVER, FILES, EDITS -> false;
    };
  }
}
