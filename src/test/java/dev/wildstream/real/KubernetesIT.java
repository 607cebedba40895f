package dev.wildstream.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.real.SampleMedia.Clip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The example kubernetes: its manifests, with their mounts made as the kubelet makes them. */
class KubernetesIT {

  private static final Duration SOON = Duration.ofSeconds(15);

  @TempDir Path folder;

  @Test
  void theConfigMapsStreamIsOnTheAirAndAnEditOfItCostsNoPod() throws IOException {
    Map<?, ?> pod = map(map(map(manifest("statefulset")).get("spec"), "template"), "spec");
    Map<?, ?> hubContainer = (Map<?, ?>) ((List<?>) pod.get("containers")).getFirst();
    Map<String, String> mounts = new LinkedHashMap<>();
    ((List<?>) hubContainer.get("volumeMounts"))
        .forEach(mount -> mounts.put(text(mount, "name"), text(mount, "mountPath")));
    assertThat(map(manifest("statefulset")).get("spec"))
        .extracting("replicas")
        .as("two would throw each other off the air")
        .isEqualTo(1);

    try (NginxRtmp server = new NginxRtmp(folder.resolve("nginx"));
        HubProcess hub = new HubProcess(folder, RealParts.bundledFfmpeg())) {
      String yaml = text(map(manifest("configmap")).get("data"), "streams.yaml");
      Path checked = Files.writeString(folder.resolve("checked.yaml"), yaml);
      assertThat(hub.command("check", checked.toString()).text())
          .isEqualTo("1 file, 1 stream: good\n");

      String here = yaml.replaceAll("target: \\S+", "target: " + server.target());
      for (String volume : List.of("keys", "media")) {
        String mounted = mounts.get(volume);
        here = here.replace(" " + mounted + "/", " " + folder.resolve(volume) + "/");
      }
      SampleMedia.put(Clip.of("426x240", 20), folder.resolve("media/forest/owls.mp4"));
      String key = text(map(manifest("secret")).get("stringData"), "wild-tv");
      mount("keys", "2026_11_22", Map.of("wild-tv", key));
      mount("config", "2026_11_22", Map.of("streams.yaml", here));
      hub.reading(folder.resolve("config"));
      hub.start().awaitPhase("wild-tv", "on-air", SOON);
      assertThat(server.publishers()).isEqualTo(1);

      String edited = here.replace("playlist:", "resume: item\n    playlist:");
      mount("config", "2026_11_23", Map.of("streams.yaml", edited));
      Await.until(
          "the edit is applied",
          SOON,
          () -> hub.logLines("Revision applied").size() == 2,
          hub::logText);
      assertThat(server.calls("publish")).hasSize(1);

      mount("config", "2026_11_24", Map.of("streams.yaml", "version: 1\nstreams: {}\n"));
      Await.until("nothing runs", SOON, () -> server.publishers() == 0, hub::logText);
      assertThat(hub.logLines("Revision rejected")).isEmpty();
    }
  }

  /** A folder of the date, a link to it that is swapped, and a link to each file through that. */
  private void mount(String volume, String date, Map<String, String> files) throws IOException {
    Path mount = Files.createDirectories(folder.resolve(volume));
    Path dated = Files.createDirectory(mount.resolve(".." + date));
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(dated.resolve(file.getKey()), file.getValue());
    }
    Path fresh = Files.createSymbolicLink(mount.resolve("..data_tmp"), dated.getFileName());
    Files.move(fresh, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    for (String name : files.keySet()) {
      if (!Files.isSymbolicLink(mount.resolve(name))) {
        Files.createSymbolicLink(mount.resolve(name), Path.of("..data", name));
      }
    }
  }

  private static Object manifest(String name) throws IOException {
    return new Load(LoadSettings.builder().build())
        .loadFromString(Files.readString(Path.of("examples/kubernetes", name + ".yaml")));
  }

  private static Map<?, ?> map(Object node) {
    return (Map<?, ?>) node;
  }

  private static Map<?, ?> map(Object node, String key) {
    return map(map(node).get(key));
  }

  private static String text(Object node, String key) {
    return (String) map(node).get(key);
  }
}
