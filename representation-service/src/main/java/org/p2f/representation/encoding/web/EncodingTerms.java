package org.p2f.representation.encoding.web;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.network.Weights;

/**
 * What is asked of images, in whatever format they come; exactly one of {@code t} and {@code grid}
 * is to be there.
 *
 * @param interpolationGrid n if codes at t are to be interpolated between those at 0, 1/n, …, 1;
 *     null if they are to be exact
 */
public record EncodingTerms(
    String modelId,
    @Nullable List<Double> t,
    @Nullable Integer grid,
    @Nullable Integer interpolationGrid,
    @Nullable Weights weights) {

  static EncodingTerms of(EncodingsRequest request) {
    return new EncodingTerms(
        request.modelId(),
        request.t(),
        request.grid(),
        request.interpolationGrid(),
        request.weights());
  }
}
