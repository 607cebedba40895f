package dev.wildstream.desired.yaml;

/** A file that cannot be read to its end; nothing else can be said about it. */
final class Unreadable extends Exception {

  private static final long serialVersionUID = 1;

  private final transient Place place;
  private final String wrong;
  private final String remedy;
  private final Excerpts.Disclosure disclosure;

  Unreadable(Place place, String wrong, String remedy, Excerpts.Disclosure disclosure) {
    super(wrong, null, false, false);
    this.place = place;
    this.wrong = wrong;
    this.remedy = remedy;
    this.disclosure = disclosure;
  }

  void tell(Findings findings) {
    findings.add(place, Where.DOCUMENT, wrong, () -> remedy, disclosure);
  }
}
