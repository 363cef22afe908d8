package org.p2f.representation.model;

import java.util.List;
import java.util.Set;
import org.p2f.representation.picture.ImageShape;
import org.p2f.spec.network.Weights;

/**
 * What a caller has to know of a model.
 *
 * @param digest of the model's artifact
 * @param shape of the images it takes
 * @param codes d, number of values of a code
 * @param mean subtracted from each channel's values in [0, 1], by the model itself
 * @param std divides each channel afterwards
 * @param weights that it holds; of models that were trained elsewhere some hold raw ones only
 * @param project that it is in
 */
public record ModelCard(
    String id,
    String digest,
    ImageShape shape,
    int codes,
    List<Double> mean,
    List<Double> std,
    Set<Weights> weights,
    String project) {
  public ModelCard {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    weights = Set.copyOf(weights);
  }
}
