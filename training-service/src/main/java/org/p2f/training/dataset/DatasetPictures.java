package org.p2f.training.dataset;

import java.nio.file.Path;
import java.util.List;

/** Pictures of a data set's images, clean or noised. */
public interface DatasetPictures {

  /**
   * One image as PNG. The noised image x0 + σ(t)·n is shown with the range [−2σ, 1 + 2σ] stretched
   * over black to white, so that it can be seen to vanish in the noise: at σ = 0 that is the clean
   * image itself.
   *
   * @param dataset the data set's file
   * @param index of the image, from 0
   * @param t time in [0, 1]; 0 gives the clean image
   * @param seed of the noise
   * @throws IndexOutOfBoundsException if there is no such image
   */
  byte[] png(Path dataset, int index, double t, long seed);

  /** The images that are sought, in the order of the data set. */
  List<LabelledImage> find(Path dataset, LabelledImage.Query query);
}
