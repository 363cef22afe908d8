package org.p2f.representation.encoding;

import java.util.List;
import org.p2f.representation.encoding.Encodings.Encoded;
import org.p2f.representation.model.ModelCard;
import org.p2f.representation.picture.Picture;
import org.p2f.spec.network.Weights;

/** Encodes images at times between those at which the network is asked. */
public interface InterpolatedEncodings {

  /**
   * As {@link Encodings#encode}, but the network computes at the grid's times alone; a code at any
   * other is interpolated.
   *
   * @throws EncodingRefused as there
   */
  Encoded encode(
      ModelCard model, Weights weights, List<Picture> pictures, Times times, TimeGrid grid);
}
