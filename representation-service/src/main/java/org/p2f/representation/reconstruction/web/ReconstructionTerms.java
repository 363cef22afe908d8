package org.p2f.representation.reconstruction.web;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.representation.encoding.web.EncodingTerms;
import org.p2f.spec.network.Weights;

/** What is asked of images, in whatever format they come. */
record ReconstructionTerms(
    String modelId,
    @Nullable List<Double> t,
    @Nullable Integer grid,
    @Nullable Weights weights,
    @Nullable Long seed,
    @Nullable ReconstructionFormat format) {

  EncodingTerms encoding() {
    return new EncodingTerms(modelId, t, grid, null, weights);
  }
}
