package org.p2f.numerics.solver;

import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.encode.ModelSpec;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.numerics.tensor.NotFinite;
import org.p2f.spec.network.Weights;
import org.p2f.spec.sampling.Probe;
import org.p2f.spec.sampling.Tolerance;

/**
 * Bits per dimension of 8-bit images under a model. If it is told each image's code E(x, t) on the
 * way, they are what the network still has to say once it knows the code, the code's own bits not
 * counted; without codes they are the images'.
 *
 * <p>Images are dequantised, (255·pixel + u)/256 with u uniform on [0, 1), so the density's bits
 * bound the discrete images' (Theis et al., arXiv:1511.01844). For use by one platform thread.
 */
public final class ModelLikelihood implements AutoCloseable {

  private static final String DEQUANTISATION_STREAM = "dequantisation";
  private static final String PROBE_STREAM = "divergence-probe";
  private static final int LEVELS = 256;

  private final Engine engine;
  private final ModelScore score;
  private final boolean withCodes;
  private final PixelSpace pixels;
  private final Likelihood likelihood;

  private ModelLikelihood(Engine engine, ModelScore score, boolean withCodes, Tolerance tolerance) {
    this.engine = engine;
    this.withCodes = withCodes;
    this.score = score;
    this.pixels = new PixelSpace(score.spec().preprocessing());
    this.likelihood = new Likelihood(engine, score.spec().noising(), score, tolerance);
  }

  /**
   * @param withCodes whether the model is told the images' codes
   * @throws IOException if the model cannot be read
   * @throws IllegalArgumentException if its network has not learnt so
   */
  public static ModelLikelihood load(
      Engine engine, ModelFiles files, Weights weights, boolean withCodes, Tolerance tolerance)
      throws IOException {
    var form = withCodes ? CodeForm.OF_IMAGE : CodeForm.NONE;
    var score = ModelScore.load(engine, files, weights, ModelScore.Condition.of(form));
    try {
      return new ModelLikelihood(engine, score, withCodes, tolerance);
    } catch (RuntimeException e) {
      score.close();
      throw e;
    }
  }

  public ModelSpec spec() {
    return score.spec();
  }

  /**
   * @param first number of the first image among all; decides the images' noise
   * @param images pixels of each, C·H·W in [0, 1], multiples of 1/255
   * @param probes number of directions whose estimates are averaged
   * @return bits per dimension of each image
   * @throws ArithmeticException if the flow cannot be followed; {@link NotFinite} if an image has
   *     no finite density
   */
  public double[] bitsPerDimension(
      long first,
      List<float[]> images,
      Probe probe,
      int probes,
      RandomStreams streams,
      SolverProgress progress) {
    var bits = new double[images.size()];
    try (var scope = engine.newScope()) {
      var clean = pixels.toNetwork(scope, images);
      var noisy =
          pixels
              .toNetwork(scope, dequantised(first, images, streams))
              .toType(DataType.FLOAT64, true);
      for (int k = 0; k < probes; k++) {
        int done = k;
        double[] logs =
            likelihood.logDensities(
                noisy,
                withCodes ? List.of(clean) : List.of(),
                probe,
                new RandomStreams(streams.seedOf(PROBE_STREAM, k)).seedOf(PROBE_STREAM, first),
                fraction -> progress.at((done + fraction) / probes));
        for (int i = 0; i < bits.length; i++) {
          bits[i] += bitsPerDimension(logs[i]) / probes;
        }
      }
    }
    for (int i = 0; i < bits.length; i++) {
      if (!Double.isFinite(bits[i])) {
        throw new NotFinite("Image %d has no finite density under the model".formatted(first + i));
      }
    }
    return bits;
  }

  /** Of a log density in the space the networks see. */
  private double bitsPerDimension(double logDensity) {
    var preprocessing = score.spec().preprocessing();
    double bitsOfScaling =
        preprocessing.std().stream().mapToDouble(Math::log).average().orElseThrow() / Math.log(2);
    return -logDensity / (preprocessing.values() * Math.log(2))
        + bitsOfScaling
        + Math.log(LEVELS) / Math.log(2);
  }

  private static List<float[]> dequantised(
      long first, List<float[]> images, RandomStreams streams) {
    var noisy = new ArrayList<float[]>();
    for (int i = 0; i < images.size(); i++) {
      var random = streams.stream(DEQUANTISATION_STREAM, first + i);
      var image = images.get(i).clone();
      for (int v = 0; v < image.length; v++) {
        image[v] = (image[v] * (LEVELS - 1) + random.nextFloat()) / LEVELS;
      }
      noisy.add(image);
    }
    return noisy;
  }

  @Override
  public void close() {
    likelihood.close();
    score.close();
  }
}
