package org.p2f.numerics.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDManager;
import java.lang.foreign.Arena;
import java.util.Arrays;
import org.p2f.numerics.net.Noising;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Program;
import org.p2f.numerics.program.TensorSet;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.spec.network.LatentKind;

/**
 * What the networks of a run make of a data set's images, as they are at each call, in evaluation
 * mode.
 */
final class RunCodes {
  private static final String CODE_STREAM = "probe-codes";
  private static final String LOSS_STREAM = "held-out";

  private final Engine engine;
  private final TrainingSpec spec;
  private final Program program;
  private final TrainingImages images;
  private final TensorSet buffers;

  /**
   * @param spec the run's
   * @param program has the methods of the evaluation
   * @param buffers the run's
   */
  RunCodes(
      Engine engine, TrainingSpec spec, Program program, TrainingImages images, TensorSet buffers) {
    this.engine = engine;
    this.spec = spec;
    this.program = program;
    this.images = images;
    this.buffers = buffers;
  }

  /** Does something with some images of at most a batch. */
  @FunctionalInterface
  private interface Few {
    void apply(int from, int[] few, PtNDManager scope);
  }

  /**
   * Codes E(x, t); of distributions, their means.
   *
   * @param some numbers in the data set
   * @return one code after the other
   */
  float[] of(int[] some, double t, TensorSet weights) {
    int size = spec.encoder().latentSize();
    var codes = new float[some.length * size];
    batched(
        some,
        (from, few, scope) ->
            System.arraycopy(
                encoded(few, t, weights, scope).get(0).toFloatArray(),
                0,
                codes,
                from * size,
                few.length * size));
    return codes;
  }

  /**
   * As {@link #of}, but of distributions a sample each: what the score network is told.
   *
   * @param streams decide the samples, together with the image's number
   */
  float[] drawn(int[] some, double t, TensorSet weights, RandomStreams streams) {
    if (spec.encoder().latent() == LatentKind.DETERMINISTIC) {
      return of(some, t, weights);
    }
    int size = spec.encoder().latentSize();
    var codes = new float[some.length * size];
    batched(
        some,
        (from, few, scope) -> {
          var latent = encoded(few, t, weights, scope);
          float[] mean = latent.get(0).toFloatArray();
          float[] logVariance = latent.get(1).toFloatArray();
          for (int row = 0; row < few.length; row++) {
            var random = streams.stream(CODE_STREAM, few[row]);
            for (int i = row * size; i < (row + 1) * size; i++) {
              codes[from * size + i] =
                  (float) (mean[i] + Math.exp(logVariance[i] / 2) * random.nextGaussian());
            }
          }
        });
    return codes;
  }

  /**
   * Means over images of what training minimises. The noise is the same at each call and time.
   *
   * @param some numbers in the data set, at least one
   */
  HeldOutLoss loss(int[] some, double t, TensorSet weights, RandomStreams streams) {
    var sums = new double[TrainingLosses.HELD_OUT];
    batched(
        some,
        (from, few, scope) -> {
          var found =
              program.call(
                  scope,
                  TrainingGraph.HELD_OUT,
                  weights,
                  buffers,
                  pixels(few, scope),
                  images.mean(),
                  images.std(),
                  scope.create(times(few.length, Math.max(t, Noising.SMALLEST_TIME))),
                  streams.seedOf(LOSS_STREAM, from));
          float[] values = found.get(0).toFloatArray();
          for (int i = 0; i < values.length; i++) {
            sums[i / few.length] += values[i] / some.length;
          }
        });
    return new HeldOutLoss(t, sums[0], sums[1], sums[2]);
  }

  private void batched(int[] some, Few task) {
    for (int from = 0; from < some.length; from += spec.batchSize()) {
      int[] few = Arrays.copyOfRange(some, from, Math.min(some.length, from + spec.batchSize()));
      try (var scope = engine.newScope()) {
        task.apply(from, few, scope);
      }
    }
  }

  private NDList encoded(int[] few, double t, TensorSet weights, PtNDManager scope) {
    return program.call(
        scope,
        TrainingGraph.ENCODE,
        weights,
        buffers,
        pixels(few, scope),
        images.mean(),
        images.std(),
        scope.create(times(few.length, t)));
  }

  private static float[] times(int count, double t) {
    var times = new float[count];
    Arrays.fill(times, (float) t);
    return times;
  }

  private NDArray pixels(int[] few, PtNDManager scope) {
    try (var arena = Arena.ofConfined()) {
      var gathered =
          arena.allocate((long) few.length * images.preprocessing().values() * Float.BYTES, 64);
      images.data().gather(few, gathered);
      return TensorSet.copy(scope, gathered, images.shape(few.length), DataType.FLOAT32);
    }
  }
}
