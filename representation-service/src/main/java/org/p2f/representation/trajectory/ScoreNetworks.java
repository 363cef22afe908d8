package org.p2f.representation.trajectory;

import java.util.Optional;
import org.p2f.representation.model.ModelCard;
import org.p2f.spec.network.ScoreNetworkSpec;
import org.p2f.spec.network.Weights;

/** The score networks of models. */
public interface ScoreNetworks {

  /**
   * The shape of that model's; empty if it holds none, as an encoder alone or an autoencoder.
   *
   * @param weights which the model has
   */
  Optional<ScoreNetworkSpec> of(ModelCard model, Weights weights);
}
