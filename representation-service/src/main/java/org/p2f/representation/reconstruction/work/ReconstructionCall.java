package org.p2f.representation.reconstruction.work;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.numerics.solver.Reconstructor.Made;
import org.p2f.numerics.solver.Reconstructor.Row;
import org.p2f.representation.encoding.Codes;
import org.p2f.representation.picture.Picture;
import org.p2f.representation.reconstruction.Reconstruction;
import org.p2f.representation.reconstruction.ReconstructionRefusal;
import org.p2f.representation.reconstruction.ReconstructionRefused;
import org.p2f.representation.reconstruction.Reconstructions.Order;

/** An order as the rows that networks compute, and the other way round. */
final class ReconstructionCall {
  private static final String NOISE = "reconstruction-noise";

  private final Order order;
  private final List<float[]> images = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();

  ReconstructionCall(Order order) {
    this.order = order;
    int pictures = order.pictures().size();
    var streams = new RandomStreams(order.seed());
    for (int i = 0; i < pictures; i++) {
      Picture picture = order.pictures().get(i);
      var image = new float[picture.shape().values()];
      picture.copyTo(image);
      images.add(image);
      var random = streams.stream(NOISE, i);
      var noise = new float[image.length];
      for (int v = 0; v < noise.length; v++) {
        noise[v] = (float) random.nextGaussian();
      }
      for (int k = 0; k < order.times().size(); k++) {
        double t = order.times().values().get(k);
        rows.add(new Row(image, noise, t, code(order.codes(), i, k)));
        if (pictures > 1) {
          rows.add(new Row(image, noise, t, code(order.codes(), (i + 1) % pictures, k)));
        }
      }
    }
  }

  private static float[] code(Codes codes, int image, int time) {
    long bytes = (long) codes.size() * Float.BYTES;
    MemorySegment from = codes.values();
    return from.asSlice((image * (long) codes.times() + time) * bytes, bytes)
        .toArray(ValueLayout.JAVA_FLOAT);
  }

  /** By picture, time and, if there are several pictures, code: the own one comes first. */
  List<Row> rows() {
    return rows;
  }

  /**
   * @param made of the rows, in their order
   * @throws ReconstructionRefused if an image has a value that is not finite
   */
  List<List<Reconstruction>> of(List<Made> made) {
    int codes = images.size() > 1 ? 2 : 1;
    int times = order.times().size();
    List<List<Reconstruction>> all = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      List<Reconstruction> ofOne = new ArrayList<>();
      for (int k = 0; k < times; k++) {
        int row = (i * times + k) * codes;
        double t = rows.get(row).t();
        Made own = made.get(row);
        ofOne.add(
            new Reconstruction(
                t,
                noised(own),
                checked(own, images.get(i), t),
                codes == 1 ? null : checked(made.get(row + 1), images.get(i), t)));
      }
      all.add(ofOne);
    }
    return all;
  }

  private static Reconstruction.@Nullable Noised noised(Made made) {
    return made.noisy()
        .map(
            noisy ->
                new Reconstruction.Noised(
                    noisy.image(), noisy.signal(), noisy.noise(), noisy.pixelNoise()))
        .orElse(null);
  }

  private Reconstruction.Made checked(Made made, float[] image, double t) {
    double sum = 0;
    for (int v = 0; v < image.length; v++) {
      double off = made.made()[v] - image[v];
      sum += off * off;
    }
    if (!Double.isFinite(sum)) {
      throw new ReconstructionRefused(new ReconstructionRefusal.NotFinite(order.model().id(), t));
    }
    return new Reconstruction.Made(made.made(), sum / image.length);
  }
}
