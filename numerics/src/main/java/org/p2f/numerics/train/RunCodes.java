package org.p2f.numerics.train;

import ai.djl.ndarray.types.DataType;
import java.lang.foreign.Arena;
import java.util.Arrays;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Program;
import org.p2f.numerics.program.TensorSet;

/** Codes E(x, t) of a data set's images by the encoder of a run as it is at each call. */
final class RunCodes {
  private final Engine engine;
  private final TrainingSpec spec;
  private final Program program;
  private final TrainingImages images;
  private final TensorSet buffers;

  /**
   * @param spec the run's
   * @param program has the method {@link TrainingGraph#ENCODE}
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

  /**
   * @param some numbers in the data set
   * @return one code after the other
   */
  float[] of(int[] some, double t, TensorSet weights) {
    int size = spec.encoder().latentSize();
    var codes = new float[some.length * size];
    for (int from = 0; from < some.length; from += spec.batchSize()) {
      int[] few = Arrays.copyOfRange(some, from, Math.min(some.length, from + spec.batchSize()));
      System.arraycopy(ofFew(few, t, weights), 0, codes, from * size, few.length * size);
    }
    return codes;
  }

  private float[] ofFew(int[] few, double t, TensorSet weights) {
    try (var inner = engine.newScope();
        var arena = Arena.ofConfined()) {
      var gathered =
          arena.allocate((long) few.length * images.preprocessing().values() * Float.BYTES, 64);
      images.data().gather(few, gathered);
      var times = new float[few.length];
      Arrays.fill(times, (float) t);
      return program
          .call(
              inner,
              TrainingGraph.ENCODE,
              weights,
              buffers,
              TensorSet.copy(inner, gathered, images.shape(few.length), DataType.FLOAT32),
              images.mean(),
              images.std(),
              inner.create(times))
          .get(0)
          .toFloatArray();
    }
  }
}
