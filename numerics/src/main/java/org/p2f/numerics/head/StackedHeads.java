package org.p2f.numerics.head;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.TensorSet;
import org.p2f.numerics.program.TensorSpec;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.spec.head.HeadSpec;

/** Stacked heads with their weights, moments and best weights so far. */
final class StackedHeads implements AutoCloseable {

  private final Engine engine;
  private final HeadProgram program;
  private final StackShape shape;
  private final NDManager scope;
  private final NDArray weights;
  private final NDArray best;
  private final NDArray firstMoments;
  private final NDArray secondMoments;
  private final NDArray gradient;
  private final NDArray count;
  private final NDArray times;

  /** Gives the first values of one parameter of one head. */
  @FunctionalInterface
  interface Start {
    /**
     * @param values of the parameter, in native memory
     */
    void fill(TensorSpec parameter, int head, MemorySegment values);
  }

  /** Heads that start as said. */
  StackedHeads(Engine engine, HeadProgram program, StackShape shape, Start start) {
    this.engine = engine;
    this.program = program;
    this.shape = shape;
    this.scope = engine.newScope();
    var layout = program.layout();
    var size = new Shape(shape.models(), layout.size());
    try (var arena = Arena.ofConfined()) {
      var rows = arena.allocate(size.size() * Float.BYTES, 64);
      for (int head = 0; head < shape.models(); head++) {
        for (int i = 0; i < layout.parameters().size(); i++) {
          var parameter = layout.parameters().get(i);
          long from = (long) head * layout.size() + layout.offsets().get(i);
          start.fill(
              parameter,
              head,
              rows.asSlice(from * Float.BYTES, parameter.elements() * Float.BYTES));
        }
      }
      this.weights = TensorSet.copy(scope, rows, size, DataType.FLOAT32);
      this.best = TensorSet.copy(scope, rows, size, DataType.FLOAT32);
    }
    this.firstMoments = scope.zeros(size);
    this.secondMoments = scope.zeros(size);
    this.gradient = scope.zeros(new Shape(layout.size()));
    this.count = scope.zeros(new Shape());
    this.times =
        scope.create(shape.variants().stream().mapToLong(StackShape.Variant::time).toArray());
  }

  /** New heads: heads of one seed start alike, whatever else they are stacked with. */
  StackedHeads(Engine engine, HeadProgram program, StackShape shape, List<Long> seeds) {
    this(
        engine,
        program,
        shape,
        (parameter, head, values) ->
            parameter
                .initialization()
                .fill(
                    values,
                    parameter.dimensions(),
                    new RandomStreams(seeds.get(head % seeds.size()))
                        .stream("head/" + parameter.name(), 0)));
  }

  /**
   * Optimizer steps.
   *
   * @param feed images in the order in which they are learned from
   * @param dropout uint8 [steps, S, units, batch], random
   * @param active indices of the variants whose heads learn
   * @param shares of its variant's learning rate that a head learns with, for each step
   * @return [steps, M] in a row: each head's loss at each step; 0 for those that do not learn
   */
  float[] learn(Feed feed, NDArray dropout, int[] active, double[] shares, int batch) {
    int steps = shares.length;
    try (var results = engine.newScope()) {
      var losses = results.zeros(new Shape(steps, shape.models()));
      var _ =
          program
              .program()
              .call(
                  results,
                  "learn",
                  weights,
                  firstMoments,
                  secondMoments,
                  gradient,
                  losses,
                  count,
                  feed.codes(),
                  feed.labels(),
                  feed.rows(),
                  dropout,
                  times,
                  results.create(rates(shares), new Shape(steps, shape.variants().size())),
                  results.create(Arrays.stream(active).asLongStream().toArray()),
                  steps,
                  batch);
      return losses.toFloatArray();
    }
  }

  /** [steps, V] in a row. */
  private double[] rates(double[] shares) {
    return Arrays.stream(shares)
        .flatMap(share -> shape.variants().stream().mapToDouble(v -> share * v.learningRate()))
        .toArray();
  }

  /**
   * Whether each head is right about each image of its seed's row, [M, images] in a row: 1 if so.
   *
   * @param other in which these heads' weights answer, of heads with the same parameters
   */
  byte[] correct(HeadProgram other, Weights which, Feed feed) {
    try (var results = engine.newScope()) {
      var out =
          results.zeros(new Shape(shape.models(), feed.rows().getShape().get(1)), DataType.UINT8);
      var _ =
          other
              .program()
              .call(
                  results,
                  "correct",
                  rows(which),
                  feed.codes(),
                  feed.labels(),
                  feed.rows(),
                  times,
                  out);
      return out.toByteArray();
    }
  }

  /** Logits, [M, images, outputs] in a row. */
  float[] logits(Weights which, Feed feed) {
    var shaped = new Shape(shape.models(), feed.rows().getShape().get(1), shape.spec().outputs());
    return answers(which, feed, "logits", shaped);
  }

  /** Sum over images of the readout's attention, [M, attention heads, visible keys] in a row. */
  float[] attention(Weights which, Feed feed, int visibleKeys) {
    return answers(
        which,
        feed,
        "attention",
        new Shape(shape.models(), HeadSpec.Transformer.HEADS, visibleKeys));
  }

  private float[] answers(Weights which, Feed feed, String method, Shape shaped) {
    try (var results = engine.newScope()) {
      var out = results.zeros(shaped);
      var _ =
          program
              .program()
              .call(results, method, rows(which), feed.codes(), feed.rows(), times, out);
      return out.toFloatArray();
    }
  }

  /** Keeps the present weights of the marked heads as their best. */
  void keep(boolean[] improved) {
    var marks = new float[improved.length];
    for (int i = 0; i < marks.length; i++) {
      marks[i] = improved[i] ? 1 : 0;
    }
    try (var results = engine.newScope()) {
      var _ = program.program().call(results, "keep", weights, best, results.create(marks));
    }
  }

  /** One parameter of one head. */
  float[] parameter(Weights which, int head, int parameter) {
    var layout = program.layout();
    var row = TensorSet.bytes(rows(which)).toArray(ValueLayout.JAVA_FLOAT);
    int from = head * layout.size() + layout.offsets().get(parameter);
    return Arrays.copyOfRange(
        row, from, from + (int) layout.parameters().get(parameter).elements());
  }

  /** Which weights answer. */
  enum Weights {
    PRESENT,
    BEST
  }

  private NDArray rows(Weights which) {
    return switch (which) {
      case PRESENT -> weights;
      case BEST -> best;
    };
  }

  @Override
  public void close() {
    scope.close();
  }
}
