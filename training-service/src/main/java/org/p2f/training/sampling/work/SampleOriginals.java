package org.p2f.training.sampling.work;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.training.sampling.SamplingPlan;

/**
 * The images of a data set that samples are made from; none where they are made from codes that are
 * given, or without codes.
 */
final class SampleOriginals implements AutoCloseable {
  private final @Nullable ImageDataset data;
  private final List<Integer> images;

  private SampleOriginals(@Nullable ImageDataset data, List<Integer> images) {
    this.data = data;
    this.images = images;
  }

  static SampleOriginals open(Inputs inputs, SamplingPlan plan) throws IOException {
    String id = plan.datasetId();
    if (id == null) {
      return new SampleOriginals(null, List.of());
    }
    ImageDataset data = inputs.open(inputs.find(id, ArtifactKind.DATASET));
    return new SampleOriginals(
        data,
        plan.mode() == SamplingPlan.Mode.AGGREGATE
            ? drawn(plan, data)
            : Inputs.chosen(data, plan.images(), plan.split(), plan.n()));
  }

  /** With replacement, so that they are of one distribution however many there are. */
  private static List<Integer> drawn(SamplingPlan plan, ImageDataset data) {
    List<Integer> split = Inputs.chosen(data, null, plan.split(), data.size());
    var random = new RandomStreams(plan.seed()).stream("sampling-images", 0);
    return IntStream.range(0, plan.n())
        .mapToObj(i -> split.get(random.nextInt(split.size())))
        .toList();
  }

  boolean isEmpty() {
    return images.isEmpty();
  }

  /** The number in the data set of the i-th of them. */
  int image(int i) {
    return images.get(i);
  }

  /** Pixels of some of them, each C·H·W in [0, 1]. */
  List<float[]> pixels(List<Integer> which) {
    if (data == null) {
      throw new IllegalStateException("These samples are made from no images");
    }
    return Inputs.pixels(data, which.stream().map(images::get).toList());
  }

  @Override
  public void close() {
    if (data != null) {
      data.close();
    }
  }
}
