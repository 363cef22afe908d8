package org.p2f.numerics.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.probe.LabelledCodes;
import org.p2f.numerics.probe.LinearProbe;
import org.p2f.numerics.probe.ProbeResult;
import org.p2f.numerics.probe.ProbeSpec;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.spec.data.Factor;
import org.p2f.spec.data.Split;

/**
 * Fits ridge regressions to codes, and random features of them, of training images and tests them
 * on validation images.
 */
record CodeProbe(ImageDataset data, RandomStreams streams, Codes codes) {
  private static final String STREAM = "probe";
  private static final String FEATURES = "probe-features";

  /** Where codes come from. */
  @FunctionalInterface
  interface Codes {
    /**
     * @return float32 [images, d]
     */
    float[] of(int[] images, double t);
  }

  /** Nothing for times whose codes are not finite. */
  List<ProbeResult> results(ProbeSpec probe) {
    int[] fitted = drawn(Split.TRAIN, probe.images());
    int[] tested = drawn(Split.VALIDATION, probe.images());
    var linear = new LinearProbe(data.factors().stream().map(Factor::classes).toList());
    List<ProbeResult> results = new ArrayList<>();
    for (double t : probe.times()) {
      List<Double> accuracies =
          probe.features() == 0
              ? linear.accuracies(labelled(fitted, t), labelled(tested, t))
              : linear.accuracies(
                  labelled(fitted, t),
                  labelled(tested, t),
                  probe.features(),
                  streams.stream(FEATURES, 0));
      for (int factor = 0; factor < accuracies.size(); factor++) {
        results.add(new ProbeResult(t, data.factors().get(factor).name(), accuracies.get(factor)));
      }
    }
    return results;
  }

  private int[] drawn(Split split, int most) {
    int[] images = data.indices(split);
    int[] order = streams.permutation(STREAM, split.code(), images.length);
    return Arrays.stream(order, 0, Math.min(most, order.length)).map(i -> images[i]).toArray();
  }

  private LabelledCodes labelled(int[] images, double t) {
    float[] values = codes.of(images, t);
    List<int[]> labels =
        IntStream.range(0, data.factors().size())
            .mapToObj(f -> Arrays.stream(images).map(image -> data.label(image, f)).toArray())
            .toList();
    return new LabelledCodes(values.length / images.length, values, labels);
  }
}
