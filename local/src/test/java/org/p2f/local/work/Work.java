package org.p2f.local.work;

import java.util.List;
import java.util.Map;

/**
 * One kind of job, small.
 *
 * @param services that may be killed over it
 * @param path it is asked for at
 * @param body with {@code NAME} for what the platform made before
 */
public record Work(String kind, List<String> services, String path, String body) {
  private static final String TRAINING = "training";
  private static final String REPRESENTATION = "representation";
  private static final String DOWNSTREAM = "downstream";

  /** In the order in which one needs the results of those before. */
  public static final List<Work> ALL =
      List.of(
          new Work(
              "dataset import",
              List.of(TRAINING),
              "/v1/datasets",
              """
              {"name": "drawn", "source": "synthetic", "imageSize": 16, "trainLimit": 200,
               "testLimit": 100, "seed": 7}
              """),
          new Work(
              "training",
              List.of(TRAINING),
              "/v1/training-runs",
              """
              {"datasetId": "DATASET", "preset": "tiny", "objective": "vdrl", "name": "chaos",
               "seed": 1, "steps": 30, "batchSize": 8, "encoder": {"width": 8, "latentSize": 8},
               "scoreNetwork": {"features": 4}}
              """),
          new Work(
              "trajectory extraction",
              List.of(REPRESENTATION),
              "/v1/trajectories",
              """
              {"modelId": "MODEL", "datasetId": "DATASET", "grid": 2}
              """),
          new Work(
              "evaluation",
              List.of(DOWNSTREAM),
              "/v1/evaluations",
              """
              {"trajectoriesId": "TRAJECTORIES", "heads": ["mlp"], "factors": ["shape"], "seeds": 1,
               "steps": 40, "batchSize": 64, "learningRates": [0.003]}
              """),
          new Work(
              "analysis",
              List.of(DOWNSTREAM),
              "/v1/analyses",
              """
              {"type": "mutual-information", "trajectoriesId": "TRAJECTORIES", "seeds": 1,
               "steps": 50, "batchSize": 64}
              """),
          new Work(
              "sampling",
              List.of(TRAINING),
              "/v1/sampling-runs",
              """
              {"modelId": "MODEL", "mode": "reconstruct", "datasetId": "DATASET", "n": 8,
               "sampler": {"steps": 50}, "seed": 1}
              """),
          new Work(
              "likelihood",
              List.of(TRAINING),
              "/v1/likelihoods",
              """
              {"modelId": "MODEL", "datasetId": "DATASET", "split": "test", "n": 8}
              """),
          new Work(
              "study",
              List.of(TRAINING, REPRESENTATION, DOWNSTREAM),
              "/v1/studies",
              """
              {"datasetId": "DATASET", "preset": "demo", "name": "chaos", "seed": 1, "steps": 8,
               "grid": 2, "training": {"batchSize": 8, "encoder": {"width": 8, "latentSize": 8},
               "scoreNetwork": {"features": 4}, "probe": {"everySteps": 100, "times": [0.5]}},
               "headTraining": {"steps": 8, "batchSize": 64}}
              """));

  public boolean isStudy() {
    return path.endsWith("studies");
  }

  /**
   * @param made ids by the names that bodies have for them
   */
  String body(Map<String, String> made) {
    var text = body;
    for (var thing : made.entrySet()) {
      text = text.replace("\"" + thing.getKey() + "\"", "\"" + thing.getValue() + "\"");
    }
    return text;
  }
}
