package dev.wildstream.real.chaos;

import dev.wildstream.real.Await;
import dev.wildstream.real.FullFolder;
import dev.wildstream.real.HubProcess;
import dev.wildstream.real.RealParts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One hub with a station for each FFmpeg, and all that watches them. */
final class Scene implements AutoCloseable {

  final Journal journal = new Journal();
  final Ledger ledger = new Ledger();
  final Path folder;
  final List<Station> stations;
  final HubProcess hub;
  final FullFolder state;
  final DesiredState desired;
  final Starts starts;
  final Positions positions;

  Scene(Path folder) {
    RealParts.namespaces();
    this.folder = folder;
    Path ip = RealParts.program("ip");
    List<Path> ffmpegs = RealParts.ffmpegs();
    this.stations =
        List.of(
            new Station("eight", folder, ip), // brought along
            new Station("five", folder, ip)); // Debian's
    Map<String, Path> byStation = new HashMap<>();
    byStation.put("eight", ffmpegs.getFirst());
    byStation.put("five", ffmpegs.getLast());
    Programs programs = new Programs(folder.resolve("programs"), byStation);
    this.hub = new HubProcess(folder.resolve("hub"), programs.ffmpeg());
    this.starts = new Starts(programs.starts(), hub.runtime(), journal);
    this.state = new FullFolder(hub.state());
    stations.forEach(station -> hub.key(station.name, station.key));
    this.desired = new DesiredState(hub, stations);
    this.positions = new Positions(this);
  }

  void begin() {
    desired.write();
    hub.start();
    stations.forEach(s -> hub.awaitPhase(s.name, "on-air", Duration.ofSeconds(30)));
    stations.forEach(station -> station.watch(journal));
    positions.watch();
    Await.until(
        "all stations are on the air",
        Duration.ofSeconds(10),
        () -> stations.stream().allMatch(s -> s.air().isOn() && s.air().stat().bytes() > 0),
        hub::logText);
  }

  /** As long as a hub needs until it tells of the streams. */
  void awaitHub() {
    Await.until(
        "the hub tells of its streams",
        Duration.ofSeconds(20),
        () -> !hub.stream(stations.getFirst().name).isMissingNode(),
        hub::logText);
  }

  @Override
  public void close() {
    positions.close();
    hub.close();
    starts.close();
    stations.forEach(Station::close);
    state.close();
  }
}
