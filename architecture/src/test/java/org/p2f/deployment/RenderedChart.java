package org.p2f.deployment;

import static org.p2f.deployment.Helm.CHART;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;

/**
 * The chart as {@code helm template} renders it, by kind and name; tests of it skip where there is
 * no helm.
 */
abstract class RenderedChart {
  /** What a chart says beside the object itself. */
  private static final Set<String> CHARTS_OWN =
      Set.of(
          "app.kubernetes.io/part-of",
          "app.kubernetes.io/managed-by",
          "app.kubernetes.io/instance",
          "app.kubernetes.io/version",
          "helm.sh/chart",
          "helm.sh/resource-policy",
          "checksum/config");

  @BeforeAll
  static void requireHelm() {
    Helm.require();
  }

  static List<Manifest> rendered(String... options) throws Exception {
    return Helm.rendered(CHART, options);
  }

  static Map<String, String> environment(JsonNode deployment) {
    Map<String, String> variables = new TreeMap<>();
    for (var variable : deployment.at("/spec/template/spec/containers/0/env")) {
      variables.put(variable.path("name").asText(), variable.path("value").asText());
    }
    return variables;
  }

  static Map<String, JsonNode> byIdentity(List<Manifest> manifests) {
    return manifests.stream()
        .collect(
            Collectors.toMap(
                m -> kind(m) + "/" + m.written().path("metadata").path("name").asText(),
                m -> bare(m.written()),
                (first, second) -> {
                  throw new IllegalStateException("twice: " + second);
                },
                TreeMap::new));
  }

  static String kind(Manifest manifest) {
    return manifest.written().path("kind").asText();
  }

  private static JsonNode bare(JsonNode written) {
    var copy = written.deepCopy();
    for (Function<JsonNode, JsonNode> metadata :
        List.<Function<JsonNode, JsonNode>>of(
            object -> object.path("metadata"),
            object -> object.path("spec").path("template").path("metadata"))) {
      if (metadata.apply(copy) instanceof ObjectNode node) {
        node.remove("namespace");
        dropOwn(node, "labels");
        dropOwn(node, "annotations");
      }
    }
    return copy;
  }

  private static void dropOwn(ObjectNode metadata, String field) {
    if (metadata.path(field) instanceof ObjectNode entries) {
      entries.remove(CHARTS_OWN);
      if (entries.isEmpty()) {
        metadata.remove(field);
      }
    }
  }
}
