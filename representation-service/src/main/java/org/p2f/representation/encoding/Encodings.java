package org.p2f.representation.encoding;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2f.representation.model.ModelCard;
import org.p2f.representation.picture.Picture;
import org.p2f.spec.network.Precision;
import org.p2f.spec.network.Weights;

/** Encodes images while their caller waits. */
public interface Encodings {

  /**
   * Encodes every picture at every time. Waits for its turn; the rows of one call may be computed
   * together with those of others, which changes no value by more than rounding.
   *
   * @param pictures each of the model's shape
   * @throws EncodingRefused if the model cannot be served, or not now, or gives codes that are not
   *     finite
   */
  Encoded encode(ModelCard model, Weights weights, List<Picture> pictures, Times times);

  /** Why no call is taken in at this moment, for all that may wait do; empty if there is room. */
  Optional<EncodingRefusal> overload();

  /**
   * @param precision in which the network computed
   * @param interpolation null if the network computed every code
   */
  record Encoded(Codes codes, Precision precision, @Nullable Interpolation interpolation) {}
}
