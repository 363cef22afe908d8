package org.p2f.numerics.semisupervised;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.information.LabelPropagation;
import org.p2f.numerics.information.LabelledDraw;
import org.p2f.spec.data.Split;

/**
 * The training and validation images of a data set, of which few have a known label. Its points are
 * counted from 0.
 *
 * @param images their numbers in the data set, ascending
 * @param truth class of each
 * @param known class of those whose label is known, else {@link LabelPropagation#UNKNOWN}
 */
@SuppressWarnings("ArrayRecordComponent") // read element by element, never compared
record TrainingPool(int[] images, int[] truth, int[] known) {

  /**
   * @throws IllegalArgumentException if no image would be without a label
   */
  static TrainingPool of(ImageDataset data, FewLabels labels) {
    int[] images =
        IntStream.concat(
                Arrays.stream(data.indices(Split.TRAIN)),
                Arrays.stream(data.indices(Split.VALIDATION)))
            .sorted()
            .toArray();
    int[] truth = truth(data, images, labels.factor());
    int classes = data.factors().get(labels.factor()).classes();
    int count = classes * labels.perClass();
    if (count >= images.length) {
      throw new IllegalArgumentException(
          "%d labels leave none of %d images without".formatted(count, images.length));
    }
    return new TrainingPool(images, truth, LabelledDraw.draw(truth, classes, count, labels.seed()));
  }

  static int[] truth(ImageDataset data, int[] images, int factor) {
    return Arrays.stream(images).map(image -> data.label(image, factor)).toArray();
  }

  int[] labelled() {
    return IntStream.range(0, known.length)
        .filter(point -> known[point] != LabelPropagation.UNKNOWN)
        .toArray();
  }

  int[] unlabelled() {
    return IntStream.range(0, known.length)
        .filter(point -> known[point] == LabelPropagation.UNKNOWN)
        .toArray();
  }

  /**
   * Share of points without a known label whose answer is right.
   *
   * @param answers of all points
   */
  double accuracyOfUnlabelled(int[] answers) {
    int[] points = unlabelled();
    return (double) Arrays.stream(points).filter(p -> answers[p] == truth[p]).count()
        / points.length;
  }
}
