package org.p2f.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The figures in a file of benchmarks' lines. A line is known by its texts and settings; lines that
 * agree in them are repetitions.
 *
 * @param figures by line and field; each has a value a repetition, in ascending order
 */
record Results(Map<String, List<Double>> figures) {

  /** Whole numbers that say what was measured. */
  private static final Set<String> SETTINGS =
      Set.of(
          "members",
          "epochs",
          "stepsPerEpoch",
          "images",
          "times",
          "codes",
          "keep",
          "threads",
          "steps",
          "callers",
          "rows",
          "batch",
          "side",
          "size",
          "bytes");

  Results {
    figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
  }

  static Results in(Path file) throws IOException {
    var json = new JsonMapper();
    var figures = new LinkedHashMap<String, List<Double>>();
    for (var line : Files.readAllLines(file)) {
      if (line.startsWith("{")) {
        var node = json.readTree(line);
        collect(name(node), "", node, figures);
      }
    }
    figures.values().forEach(Collections::sort);
    return new Results(figures);
  }

  private static String name(JsonNode line) {
    var words = new ArrayList<String>();
    line.properties()
        .forEach(
            field -> {
              if (field.getValue().isString()) {
                words.add(field.getValue().asString());
              } else if (SETTINGS.contains(field.getKey())) {
                words.add(field.getKey() + "=" + field.getValue());
              }
            });
    return String.join(" ", words);
  }

  private static void collect(
      String name, String path, JsonNode node, Map<String, List<Double>> figures) {
    node.properties()
        .forEach(
            field -> {
              var key = path + field.getKey();
              if (field.getValue().isObject()) {
                collect(name, key + ".", field.getValue(), figures);
              } else if (field.getValue().isNumber() && !SETTINGS.contains(key)) {
                figures
                    .computeIfAbsent(name + " " + key, _ -> new ArrayList<>())
                    .add(field.getValue().asDouble());
              }
            });
  }

  static double median(List<Double> ascending) {
    return (ascending.get((ascending.size() - 1) / 2) + ascending.get(ascending.size() / 2)) / 2;
  }

  /** Half the way from the least to the largest, as a share of the median. */
  static double noise(List<Double> ascending) {
    double half = (ascending.getLast() - ascending.getFirst()) / 2;
    return half == 0 ? 0 : half / Math.abs(median(ascending));
  }
}
