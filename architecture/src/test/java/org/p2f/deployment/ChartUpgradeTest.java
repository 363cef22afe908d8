package org.p2f.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2f.deployment.Helm.CHART;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart beside the earlier one that {@code k8s/check.sh} upgrades from. */
class ChartUpgradeTest {
  private static final Path EARLIER = Path.of("../k8s/previous");

  /** What the API refuses to change of an object that is there. */
  private static final Map<String, List<String>> IMMUTABLE =
      Map.of(
          "Deployment", List.of("/spec/selector"),
          "StatefulSet",
              List.of(
                  "/spec/selector",
                  "/spec/serviceName",
                  "/spec/podManagementPolicy",
                  "/spec/volumeClaimTemplates"),
          "PersistentVolumeClaim",
              List.of("/spec/accessModes", "/spec/storageClassName", "/spec/selector"),
          "RoleBinding", List.of("/roleRef"),
          "Service", List.of("/spec/clusterIP"));

  @TempDir private Path directory;

  @BeforeAll
  static void requireHelm() {
    Helm.require();
  }

  private static Path earlier() throws Exception {
    try (var charts = Files.list(EARLIER)) {
      return charts.max((a, b) -> version(a).compareTo(version(b))).orElseThrow();
    }
  }

  private static Version version(Path archive) {
    return Version.parse(archive.getFileName().toString().replaceAll("^p2f-|\\.tgz$", ""));
  }

  @Test
  void theVersionIsAboveTheEarlierOne() throws Exception {
    try (var lines = Files.lines(Path.of(CHART, "Chart.yaml"))) {
      var version = lines.filter(line -> line.startsWith("version: ")).findFirst().orElseThrow();
      assertThat(Version.parse(version.substring("version: ".length())))
          .isGreaterThan(version(earlier()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"values.yaml", "one-node.yaml", "gpu.yaml"})
  void valuesOfTheEarlierChartAreStillTaken(String values) throws Exception {
    var file = directory.resolve(values);
    var unpacked =
        new ProcessBuilder("tar", "-xOf", earlier().toString(), "p2f/" + values)
            .redirectOutput(file.toFile())
            .start();
    assertThat(unpacked.waitFor()).isZero();
    assertThat(Helm.rendered(CHART, "-f", file.toString())).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgres.enabled=true",
        "postgres.enabled=true,workers.enabled=true,cluster.enabled=true,storage.className=nfs",
      })
  void anUpgradeChangesNothingThatCannotBeChanged(String values) throws Exception {
    var before = immutable(Helm.rendered(earlier().toString(), "--set", values));
    var after = immutable(Helm.rendered(CHART, "--set", values));
    assertThat(before).containsKeys("StatefulSet/postgres/spec/volumeClaimTemplates");
    after.keySet().retainAll(before.keySet());
    assertThat(after).isNotEmpty();
    assertThat(before).containsAllEntriesOf(after);
  }

  private static Map<String, JsonNode> immutable(List<Manifest> manifests) {
    Map<String, JsonNode> fields = new TreeMap<>();
    for (var manifest : manifests) {
      var kind = manifest.written().path("kind").asText();
      var name = kind + "/" + manifest.written().at("/metadata/name").asText();
      for (var path : IMMUTABLE.getOrDefault(kind, List.of())) {
        fields.put(name + path, manifest.written().at(path));
      }
    }
    return fields;
  }
}
