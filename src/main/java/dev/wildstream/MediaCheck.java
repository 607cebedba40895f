package dev.wildstream;

import dev.wildstream.desired.MediaPolicy;
import dev.wildstream.desired.Playlist;
import dev.wildstream.desired.PlaylistEntry;
import dev.wildstream.desired.Standby;
import dev.wildstream.desired.StreamName;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.desired.Written;
import dev.wildstream.ffmpeg.MendingCommand;
import dev.wildstream.ffmpeg.library.MediaSurvey;
import dev.wildstream.memory.Format;
import dev.wildstream.observed.Listing;
import dev.wildstream.observed.MediaFacts;
import dev.wildstream.observed.MediaView;
import dev.wildstream.playout.ChannelFormat;
import dev.wildstream.playout.Fitness;
import dev.wildstream.surface.cli.Commands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code check --media}: what would become of each item of some streams, in a session that began
 * now. The playlists are looked up, the items probed and judged as a hub does it.
 */
final class MediaCheck {

  private final MediaSurvey survey;
  private final String ffmpeg;

  /**
   * Asks nothing yet.
   *
   * @param ffmpeg the program that the commands name
   */
  MediaCheck(MediaSurvey survey, String ffmpeg) {
    this.survey = survey;
    this.ffmpeg = ffmpeg;
  }

  /** What streams that are alike in it have in common. */
  private record Channel(Playlist playlist, MediaPolicy policy, Standby standby) {}

  /** Judges the streams, those that play the same in the same way together. */
  List<Commands.MediaReport> of(List<StreamSpec> streams, MediaSurvey.Progress progress)
      throws InterruptedException {
    Map<Channel, List<StreamName>> channels = new LinkedHashMap<>();
    Map<Channel, Listing> listings = new LinkedHashMap<>();
    Set<MediaView.Source> sources = new LinkedHashSet<>();
    for (StreamSpec spec : streams) {
      Channel channel = new Channel(spec.playlist(), spec.media(), spec.standby());
      channels.computeIfAbsent(channel, c -> new ArrayList<>()).add(spec.name());
      listings.computeIfAbsent(channel, c -> survey.list(c.playlist())).items().stream()
          .filter(item -> item.trouble().isEmpty())
          .forEach(item -> sources.add(source(item)));
      standby(channel).ifPresent(sources::add);
    }
    Map<MediaView.Source, MediaFacts> facts = survey.probe(sources, progress);
    List<Commands.MediaReport> reports = new ArrayList<>();
    channels.forEach(
        (channel, names) -> reports.add(report(names, channel, listings.get(channel), facts)));
    return reports;
  }

  private static MediaView.Source source(Listing.Listed item) {
    return new MediaView.Source(item.path(), item.start());
  }

  private static Optional<MediaView.Source> standby(Channel channel) {
    return channel.standby() instanceof Standby.File(var path)
        ? Optional.of(new MediaView.Source(path.toString(), Duration.ZERO))
        : Optional.empty();
  }

  private Commands.MediaReport report(
      List<StreamName> names,
      Channel channel,
      Listing listing,
      Map<MediaView.Source, MediaFacts> facts) {
    Format format = ChannelFormat.of(channel.policy(), listing, facts);
    Set<Commands.ItemReport> items = new LinkedHashSet<>();
    for (Listing.Listed item : listing.items()) {
      items.add(
          item.trouble()
              .map(why -> skipped(text(item), why, List.of()))
              .orElseGet(() ->
                  judged(
                      text(item),
                      source(item),
                      item.end(),
                      facts.get(source(item)),
                      format,
                      channel.policy())));
    }
    standby(channel)
        .map(source ->
            judged(
                "standby " + source.path(),
                source,
                Optional.empty(),
                facts.get(source),
                format,
                transcoding(channel.policy())))
        .ifPresent(items::add);
    return new Commands.MediaReport(names, text(format), List.copyOf(items));
  }

  private Commands.ItemReport judged(
      String item,
      MediaView.Source source,
      Optional<Duration> end,
      MediaFacts facts,
      Format format,
      MediaPolicy policy) {
    return switch (Fitness.of(facts, end, Optional.of(format), policy)) {
      case Fitness.Unfit(String label, String why) ->
          skipped(item, why, mending(source, facts, format, policy));
      case Fitness.Fits fits ->
          fits.why()
              .map(why ->
                  new Commands.ItemReport(
                      item,
                      Commands.Fate.TRANSCODED,
                      why,
                      switch (policy.mode()) {
                        case AUTO, COPY -> mending(source, facts, format, policy);
                        case TRANSCODE -> List.of(); // nothing else becomes of any item
                      }))
              .orElseGet(() ->
                  new Commands.ItemReport(item, Commands.Fate.COPIED, remark(fits), List.of()));
    };
  }

  private static Commands.ItemReport skipped(String item, String why, List<String> mending) {
    return new Commands.ItemReport(item, Commands.Fate.SKIPPED, why, mending);
  }

  private List<String> mending(
      MediaView.Source source, MediaFacts facts, Format format, MediaPolicy policy) {
    return MendingCommand.of(ffmpeg, source.path(), facts, format, policy).orElse(List.of());
  }

  private static String remark(Fitness.Fits fits) {
    List<String> remarks = new ArrayList<>();
    fits.keyframesFarApart()
        .ifPresent(interval ->
            remarks.add(
                "its keyframes are "
                    + interval.toSeconds()
                    + " s apart: viewers who join wait for the next one"));
    if (fits.facts().audio().isEmpty()) {
      remarks.add("it has no sound: silence is added");
    }
    return String.join("; ", remarks);
  }

  /** There is nothing to skip to where the standby file does not fit. */
  private static MediaPolicy transcoding(MediaPolicy policy) {
    return policy.mode() == MediaPolicy.Mode.COPY
        ? new MediaPolicy(
            MediaPolicy.Mode.AUTO, policy.video(), policy.audio(), policy.copyKeyframeMax())
        : policy;
  }

  private static String text(Listing.Listed item) {
    boolean whole = item.start().isZero() && item.end().isEmpty();
    if (whole) {
      return item.path();
    }
    PlaylistEntry.Cut cut = new PlaylistEntry.Cut(item.start(), item.end());
    return item.path() + " (" + Written.cut(cut) + ")";
  }

  private static String text(Format format) {
    return format
            .picture()
            .map(picture -> picture.size() + " at " + picture.rate() + " fps")
            .orElse("no picture known")
        + ", "
        + format.audioCodec()
        + " "
        + format.sampleRate()
        + " Hz "
        + format.channels()
        + " ch";
  }
}
