package org.p2f.training.model;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.network.ParameterCount;
import org.p2f.spec.network.Weights;
import org.p2f.training.network.Objective;

/**
 * What a model is; the attributes of its artifact.
 *
 * @param datasetId null where it was trained elsewhere
 * @param runId the training run that made it; null where it was trained elsewhere
 * @param preset what its plan began with; {@link #UNKNOWN_PRESET} where that is not known
 * @param step number of training steps behind the weights
 * @param latentSize number of values of a code
 */
public record ModelDescription(
    @Nullable String datasetId,
    @Nullable String runId,
    String preset,
    Objective objective,
    long step,
    int latentSize,
    int channels,
    int height,
    int width,
    ParameterCount parameterCount,
    List<Weights> weights) {
  public static final String UNKNOWN_PRESET = "unknown";

  /** The file of a reference model that tells of its training, if its maker kept it. */
  public static final String CARD = "card.json";

  public ModelDescription {
    weights = List.copyOf(weights);
  }

  /** Whether nothing but the encoder was kept. */
  public boolean holdsEncoderAlone() {
    return parameterCount.scoreNetwork() == 0;
  }

  /** Whether it has averaged weights. Training leaves them; of other models some have none. */
  public boolean holdsAverages() {
    return weights.contains(Weights.EMA);
  }
}
