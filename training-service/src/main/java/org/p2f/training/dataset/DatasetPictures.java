package org.p2f.training.dataset;

import java.nio.file.Path;
import java.util.List;
import org.p2f.spec.data.Split;

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

  /**
   * Which image of a data set it is, and what it shows.
   *
   * @param index from 0
   * @param labels for each factor of the data set, in its order, the number of a class
   */
  record LabelledImage(int index, Split split, List<Integer> labels) {
    /**
     * Which images are sought.
     *
     * @param from the first index
     * @param limit the most of them, at least 1
     * @param factor position of the factor that {@code label} is of; negative for images of any
     *     class
     * @param label number of a class
     */
    public record Query(int from, int limit, int factor, int label) {}

    public LabelledImage {
      labels = List.copyOf(labels);
    }
  }
}
