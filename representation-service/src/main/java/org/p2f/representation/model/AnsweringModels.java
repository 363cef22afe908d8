package org.p2f.representation.model;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.network.Weights;

/** Which models answer here, by id or alias. */
public interface AnsweringModels {

  /**
   * The model that answers for that name now. An alias that was moved goes on standing for the
   * model it stood for until the new one is ready to encode; asking for it is what has that one
   * loaded.
   */
  Optional<ModelCard> find(String idOrAlias, Weights weights);

  /** The aliases that were asked for here. */
  List<Alias> aliases();

  /**
   * @param modelId the model that answers
   * @param awaitedId the one that will as soon as it is loaded; null unless the alias was moved
   */
  record Alias(String name, Weights weights, String modelId, @Nullable String awaitedId) {}
}
