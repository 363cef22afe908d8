package org.p2f.numerics.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Precision;
import org.p2f.spec.data.PixelScaling;
import org.p2f.spec.data.Preprocessing;
import org.p2f.spec.data.Split;

/** A data set as a run sees it: which images it learns from, and how their pixels are scaled. */
final class TrainingImages implements AutoCloseable {
  private final ImageDataset data;
  private final Preprocessing preprocessing;
  private final PtNDManager scope;
  private final NDArray mean;
  private final NDArray std;

  /**
   * @param data {@linkplain #requireFitting fits} the spec and outlives this
   */
  TrainingImages(Engine engine, TrainingSpec spec, ImageDataset data) {
    this.data = data;
    this.preprocessing = preprocessing(spec, data);
    this.scope = engine.newScope();
    this.mean = perChannel(preprocessing.mean());
    this.std = perChannel(preprocessing.std());
  }

  /**
   * @throws IllegalArgumentException if spec and data do not fit each other
   */
  static void requireFitting(TrainingSpec spec, ImageDataset data) {
    int size = spec.scoreNetwork().imageSize();
    if (data.channels() != spec.encoder().channels()
        || data.height() != size
        || data.width() != size) {
      throw new IllegalArgumentException(
          "The networks take images of %d x %d x %d, the data set has %d x %d x %d"
              .formatted(
                  spec.encoder().channels(),
                  size,
                  size,
                  data.channels(),
                  data.height(),
                  data.width()));
    }
    if (spec.precision() == Precision.FLOAT64) {
      throw new IllegalArgumentException("Training computes in float32 or bfloat16");
    }
  }

  private static Preprocessing preprocessing(TrainingSpec spec, ImageDataset data) {
    int channels = data.channels();
    PixelScaling scaling = spec.pixels();
    return new Preprocessing(
        channels,
        data.height(),
        data.width(),
        IntStream.range(0, channels).mapToObj(c -> scaling.mean(data.mean()[c])).toList(),
        IntStream.range(0, channels).mapToObj(c -> scaling.std(data.std()[c])).toList());
  }

  private NDArray perChannel(List<Double> values) {
    var floats = new float[values.size()];
    for (int c = 0; c < floats.length; c++) {
      floats[c] = values.get(c).floatValue();
    }
    return scope.create(floats, new Shape(floats.length, 1, 1));
  }

  ImageDataset data() {
    return data;
  }

  /** Numbers of the training and validation images, ascending. */
  int[] trainedOn() {
    return IntStream.concat(
            Arrays.stream(data.indices(Split.TRAIN)), Arrays.stream(data.indices(Split.VALIDATION)))
        .sorted()
        .toArray();
  }

  Preprocessing preprocessing() {
    return preprocessing;
  }

  /** Of each channel, float32 [C, 1, 1]. */
  NDArray mean() {
    return mean;
  }

  /** Of each channel, float32 [C, 1, 1]. */
  NDArray std() {
    return std;
  }

  /** Of that many images. */
  Shape shape(int images) {
    return new Shape(
        images, preprocessing.channels(), preprocessing.height(), preprocessing.width());
  }

  @Override
  public void close() {
    scope.close();
  }
}
