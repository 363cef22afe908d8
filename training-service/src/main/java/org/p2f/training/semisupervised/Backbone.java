package org.p2f.training.semisupervised;

import org.jspecify.annotations.Nullable;
import org.p2f.spec.network.Weights;

/**
 * The network that classifies: a model's encoder at one time, or one with random weights that knows
 * no time.
 *
 * @param modelId null for random weights
 * @param weights null for random ones
 * @param t time at which the model's encoder sees images, in [0, 1]; null for random weights
 * @param depth of the random network, 6n + 4; null for a model's
 * @param width channels of its last stage, a multiple of 4; null for a model's
 */
public record Backbone(
    @Nullable String modelId,
    @Nullable Weights weights,
    @Nullable Double t,
    @Nullable Integer depth,
    @Nullable Integer width) {
  public Backbone {
    boolean ofModel = modelId != null && weights != null && t != null;
    boolean ofNone = modelId == null && weights == null && t == null;
    boolean shaped = depth != null && width != null;
    boolean shapeless = depth == null && width == null;
    if (!((ofModel && shapeless) || (ofNone && shaped))) {
      throw new IllegalArgumentException("A backbone is a model's or has depth and width");
    }
  }
}
