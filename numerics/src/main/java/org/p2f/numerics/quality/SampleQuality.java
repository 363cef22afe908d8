package org.p2f.numerics.quality;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Operand;
import org.p2f.numerics.program.Program;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.program.Value;
import org.p2f.numerics.program.ValueType;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.numerics.statistics.Sample;

/**
 * Fréchet distance, kernel distance and inception score, in float64; eigenvalues are LAPACK's. For
 * use by one platform thread.
 */
public final class SampleQuality implements AutoCloseable {

  private static final String MOMENTS = "moments";
  private static final String FRECHET = "frechet";
  private static final String KERNEL = "kernel";
  private static final String INCEPTION = "inception";
  private static final String SUBSET_STREAM = "kernel-subset";
  private static final int SPLITS = 10;

  private final Engine engine;
  private final Program program;

  public SampleQuality(Engine engine) {
    this.engine = engine;
    this.program =
        new ProgramBuilder()
            .method(MOMENTS, SampleQuality::moments)
            .method(FRECHET, SampleQuality::frechet)
            .method(KERNEL, SampleQuality::kernel)
            .method(INCEPTION, SampleQuality::inception)
            .compile(engine);
  }

  /** Mean [d] and covariance [d, d], divisor n − 1, of rows [n, d]. */
  private static List<Value> moments(Graph g) {
    var rows = g.tensor("rows");
    var mean = rows.mean(0);
    var centred = rows.sub(mean);
    var degrees = g.op("torch.ones_like", rows.select(1, 0)).sum().add(-1);
    return List.of(mean, centred.transpose(0, 1).matmul(centred).div(degrees));
  }

  /**
   * ‖μ₁ − μ₂‖² + tr C₁ + tr C₂ − 2·tr (C₁C₂)^½. The last is the trace of (S·C₂·S)^½ with S = C₁^½,
   * which is symmetric; eigenvalues below 0 are rounding.
   */
  private static List<Value> frechet(Graph g) {
    var difference = g.tensor("mean1").sub(g.tensor("mean2"));
    var first = g.tensor("covariance1");
    var second = g.tensor("covariance2");
    var parts = g.op("torch.linalg_eigh", ValueType.TENSOR_PAIR, List.of(first), Map.of());
    var vectors = g.item(parts, 1);
    var root = vectors.mul(g.item(parts, 0).clampMin(0).sqrt()).matmul(vectors.transpose(0, 1));
    var squares = g.op("torch.linalg_eigvalsh", root.matmul(second).matmul(root));
    return List.of(
        difference
            .square()
            .sum()
            .add(g.op("torch.trace", first))
            .add(g.op("torch.trace", second))
            .sub(squares.clampMin(0).sqrt().sum().mul(2)));
  }

  /**
   * Unbiased squared maximum mean discrepancy with the kernel (x·y/d + 1)³ of two sets of rows [m,
   * d], as many of either.
   *
   * @param g also takes d and the number of pairs m·(m − 1)
   */
  private static List<Value> kernel(Graph g) {
    var x = g.tensor("x");
    var y = g.tensor("y");
    var width = g.argument("width", ValueType.REAL);
    var pairs = g.argument("pairs", ValueType.REAL);
    var within = offDiagonal(cube(x, x, width)).add(offDiagonal(cube(y, y, width))).div(pairs);
    return List.of(within.sub(cube(x, y, width).mean().mul(2)));
  }

  private static Value cube(Value x, Value y, Value width) {
    var base = x.matmul(y.transpose(0, 1)).div(width).add(1);
    return base.mul(base).mul(base);
  }

  private static Value offDiagonal(Value square) {
    return square.sum().sub(square.graph().op("torch.trace", square));
  }

  /** exp of the mean of KL(p(c | x) ‖ p(c)), from logits [n, c]. */
  private static List<Value> inception(Graph g) {
    var logits = g.tensor("logits");
    var logs = g.op("torch.log_softmax", logits, Operand.of(1));
    var marginal = logs.exp().mean(0).clampMin(Double.MIN_NORMAL).log();
    return List.of(logs.exp().mul(logs.sub(marginal)).sum(1).mean().exp());
  }

  /**
   * Fréchet distance (Heusel et al., arXiv:1706.08500). It falls with the number of images: compare
   * numbers of equal n alone.
   *
   * @throws IllegalArgumentException if there are fewer than 2 of either or widths differ
   */
  public double frechetDistance(Features samples, Features reference) {
    requireAlike(samples, reference);
    try (var scope = engine.newScope()) {
      var first = program.call(scope, MOMENTS, rows(scope, reference.values(), reference.size()));
      var second = program.call(scope, MOMENTS, rows(scope, samples.values(), samples.size()));
      return program
          .call(scope, FRECHET, first.get(0), second.get(0), first.get(1), second.get(1))
          .get(0)
          .getDouble();
    }
  }

  /**
   * Kernel distance (Bińkowski et al., arXiv:1801.01401): the squared maximum mean discrepancy of
   * pairs of random subsets, each unbiased whatever their size.
   *
   * @param subsets number of pairs
   * @param size of a subset, at least 2 and at most the images of either
   * @return one value for each pair
   */
  public Sample kernelDistances(
      Features samples, Features reference, int subsets, int size, RandomStreams streams) {
    requireAlike(samples, reference);
    if (subsets < 1 || size < 2 || size > Math.min(samples.size(), reference.size())) {
      throw new IllegalArgumentException(
          "%d subsets of %d from %d and %d images"
              .formatted(subsets, size, samples.size(), reference.size()));
    }
    var distances = new ArrayList<Double>();
    for (int subset = 0; subset < subsets; subset++) {
      try (var scope = engine.newScope()) {
        var x =
            chosen(samples, streams.permutation(SUBSET_STREAM, 2L * subset, samples.size()), size);
        var y =
            chosen(
                reference,
                streams.permutation(SUBSET_STREAM, 2L * subset + 1, reference.size()),
                size);
        distances.add(
            program
                .call(
                    scope,
                    KERNEL,
                    rows(scope, x, size),
                    rows(scope, y, size),
                    (double) samples.width(),
                    size * (size - 1.0))
                .get(0)
                .getDouble());
      }
    }
    return new Sample(distances);
  }

  private static float[] chosen(Features features, int[] order, int size) {
    int width = features.width();
    var rows = new float[size * width];
    for (int i = 0; i < size; i++) {
      System.arraycopy(features.values(), order[i] * width, rows, i * width, width);
    }
    return rows;
  }

  /**
   * Inception scores (Salimans et al., arXiv:1606.03498) of ten parts of the images, or of all
   * where there are fewer than ten.
   *
   * @throws IllegalArgumentException if the network gives no logits
   */
  public Sample inceptionScores(Features samples) {
    if (samples.classes() < 2) {
      throw new IllegalArgumentException("The feature network gives no logits of classes");
    }
    int parts = samples.size() < SPLITS ? 1 : SPLITS;
    var scores = new ArrayList<Double>();
    for (int part = 0; part < parts; part++) {
      int from = (int) ((long) samples.size() * part / parts);
      int to = (int) ((long) samples.size() * (part + 1) / parts);
      try (var scope = engine.newScope()) {
        var logits =
            Arrays.copyOfRange(samples.logits(), from * samples.classes(), to * samples.classes());
        scores.add(
            program.call(scope, INCEPTION, rows(scope, logits, to - from)).get(0).getDouble());
      }
    }
    return new Sample(scores);
  }

  private static NDArray rows(PtNDManager owner, float[] values, int count) {
    return owner
        .create(values, new Shape(count, values.length / count))
        .toType(DataType.FLOAT64, true);
  }

  private static void requireAlike(Features samples, Features reference) {
    if (samples.width() != reference.width()) {
      throw new IllegalArgumentException(
          "Features of %d and %d values".formatted(samples.width(), reference.width()));
    }
    if (samples.size() < 2 || reference.size() < 2) {
      throw new IllegalArgumentException(
          "A distance needs at least 2 images of either, got %d and %d"
              .formatted(samples.size(), reference.size()));
    }
  }

  @Override
  public void close() {
    program.close();
  }
}
