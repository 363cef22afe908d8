package org.p2f.training.domain;

import java.util.List;

/**
 * What a model is; the attributes of its artifact.
 *
 * @param runId the training run that made it
 * @param step number of training steps behind the weights
 * @param latentSize number of values of a code
 */
public record ModelDescription(
    String datasetId,
    String runId,
    String preset,
    Objective objective,
    long step,
    int latentSize,
    int channels,
    int height,
    int width,
    ParameterCount parameterCount,
    List<Weights> weights) {
  public ModelDescription {
    weights = List.copyOf(weights);
  }
}
