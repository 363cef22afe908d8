package org.p2f.numerics.head;

import java.util.List;
import org.p2f.numerics.statistics.Interval;
import org.p2f.numerics.statistics.Proportion;
import org.p2f.numerics.statistics.Sample;

/**
 * A mean test accuracy with two 95 % intervals, which answer different questions.
 *
 * @param mean over the seeds
 * @param overImages Wilson's interval of the mean accuracy, as a proportion of the test images:
 *     other images of the same kind. The seeds share the images and are not counted as more.
 * @param overSeeds Student's interval of the mean over the seeds, kept in [0, 1]: other seeds on
 *     the same images. With one seed it says nothing and is [0, 1].
 * @param seeds number of seeds
 * @param images number of test images
 */
public record Accuracy(
    double mean, Interval overImages, Interval overSeeds, int seeds, int images) {

  /**
   * Of heads that differ in their seed alone, or of encoders that do.
   *
   * @param accuracies one for each seed, in [0, 1]
   * @param images that each of them was tested on
   */
  public static Accuracy ofSeeds(List<Double> accuracies, int images) {
    var sample = new Sample(accuracies);
    return new Accuracy(
        sample.mean(),
        new Proportion(Math.min(images, sample.mean() * images), images).wilsonInterval(),
        sample.size() < 2 ? new Interval(0, 1) : sample.studentInterval().withinUnit(),
        sample.size(),
        images);
  }

  /**
   * The interval to report: the wider of the two, and over images alone if there is one seed. It
   * claims the level for each source of variation by itself, not for both at once.
   */
  public Interval reported() {
    return seeds > 1 && overSeeds.width() > overImages.width() ? overSeeds : overImages;
  }
}
