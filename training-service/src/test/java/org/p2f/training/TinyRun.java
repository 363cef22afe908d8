package org.p2f.training;

import java.util.Map;

/** A request for a training run as short as a test needs it. */
final class TinyRun {
  private TinyRun() {}

  static Map<String, Object> of(String dataset, int steps) {
    return Map.of(
        "datasetId", dataset, "preset", "tiny", "objective", "drl", "steps", steps, "batchSize", 8);
  }
}
