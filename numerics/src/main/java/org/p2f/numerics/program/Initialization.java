package org.p2f.numerics.program;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.random.RandomGenerator;

/** How a tensor starts. */
public sealed interface Initialization {

  /** Every element the same. */
  record Constant(double value) implements Initialization {
    @Override
    public void fill(MemorySegment floats, long[] shape, RandomGenerator random) {
      for (long i = 0; i < elements(floats); i++) {
        floats.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) value);
      }
    }
  }

  /** Uniform on [−bound, bound). */
  record Uniform(double bound) implements Initialization {
    @Override
    public void fill(MemorySegment floats, long[] shape, RandomGenerator random) {
      for (long i = 0; i < elements(floats); i++) {
        floats.setAtIndex(
            ValueLayout.JAVA_FLOAT, i, (float) ((2 * random.nextDouble() - 1) * bound));
      }
    }
  }

  /** Normal with mean 0. */
  record Normal(double standardDeviation) implements Initialization {
    @Override
    public void fill(MemorySegment floats, long[] shape, RandomGenerator random) {
      for (long i = 0; i < elements(floats); i++) {
        floats.setAtIndex(
            ValueLayout.JAVA_FLOAT, i, (float) (random.nextGaussian() * standardDeviation));
      }
    }
  }

  /** Normal. */
  record NormalAround(double mean, double standardDeviation) implements Initialization {
    @Override
    public void fill(MemorySegment floats, long[] shape, RandomGenerator random) {
      for (long i = 0; i < elements(floats); i++) {
        floats.setAtIndex(
            ValueLayout.JAVA_FLOAT, i, (float) (mean + random.nextGaussian() * standardDeviation));
      }
    }
  }

  /**
   * Variance scaling, fan_avg, uniform: variance = scale / mean(fan_in, fan_out). The first
   * dimension counts outputs, the second inputs, the rest the receptive field.
   *
   * @param scale 0 means 1e-10, as in the score-SDE code: an output layer that starts as good as
   *     zero
   */
  record VarianceScaling(double scale) implements Initialization {
    private static final double LEAST_SCALE = 1e-10;

    @Override
    public void fill(MemorySegment floats, long[] shape, RandomGenerator random) {
      long field = 1;
      for (int i = 2; i < shape.length; i++) {
        field *= shape[i];
      }
      double fanAverage = (shape[0] + shape[1]) * field / 2.0;
      double variance = (scale == 0 ? LEAST_SCALE : scale) / fanAverage;
      new Uniform(Math.sqrt(3 * variance)).fill(floats, shape, random);
    }
  }

  Initialization ZEROS = new Constant(0);
  Initialization ONES = new Constant(1);

  /**
   * @param floats float32, native order, as many as the shape has elements
   */
  void fill(MemorySegment floats, long[] shape, RandomGenerator random);

  private static long elements(MemorySegment floats) {
    return floats.byteSize() / Float.BYTES;
  }
}
