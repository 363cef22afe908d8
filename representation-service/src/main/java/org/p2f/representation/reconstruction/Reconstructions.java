package org.p2f.representation.reconstruction;

import java.util.List;
import java.util.Optional;
import org.p2f.representation.encoding.Codes;
import org.p2f.representation.encoding.Times;
import org.p2f.representation.model.ModelCard;
import org.p2f.representation.picture.Picture;
import org.p2f.spec.network.Weights;

/** Makes images of codes while their caller waits. */
public interface Reconstructions {

  /**
   * What makes that model's images; empty if it holds its encoder alone.
   *
   * @param weights which the model has
   */
  Optional<Maker> makerOf(ModelCard model, Weights weights);

  /**
   * Reconstructs every picture at every time, with its own code and, if there are several, with
   * that of the next one, the first after the last.
   *
   * @return for each picture, one at each time
   * @throws ReconstructionRefused if that cannot be done, or not now
   */
  List<List<Reconstruction>> reconstruct(Order order);

  /**
   * @param maker that the model has
   * @param pictures each of the model's shape
   * @param codes of these pictures at these times
   * @param seed of the noise: that of a picture depends on the seed and its place alone, and is the
   *     same at all times
   */
  record Order(
      ModelCard model,
      Weights weights,
      Maker maker,
      List<Picture> pictures,
      Times times,
      Codes codes,
      long seed) {}
}
