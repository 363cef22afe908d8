package org.p2f.representation.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Encodes images while their caller waits. */
public interface Encodings {

  /**
   * Encodes every picture at every time. Waits for its turn; the rows of one call may be computed
   * together with those of others, which changes no value by more than rounding.
   *
   * @param pictures each of the model's shape
   * @throws EncodingRefused if the model cannot be served, or not now
   */
  Encoded encode(ModelCard model, WeightSet weights, List<Picture> pictures, Times times);

  /**
   * @param precision in which the network computed; never {@link Precision#AUTO}
   * @param interpolation null if the network computed every code
   */
  record Encoded(Codes codes, Precision precision, @Nullable Interpolation interpolation) {}
}
