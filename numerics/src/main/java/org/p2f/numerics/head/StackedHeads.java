package org.p2f.numerics.head;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.program.Program;
import org.p2f.numerics.program.TensorSet;
import org.p2f.numerics.program.TensorSpec;
import org.p2f.numerics.random.RandomStreams;

/** Stacked heads with their weights, moments and best weights so far. */
final class StackedHeads implements AutoCloseable {

  private final Engine engine;
  private final StackShape shape;
  private final Program program;
  private final TensorSet weights;
  private final TensorSet best;
  private final TensorSet firstMoments;
  private final TensorSet secondMoments;
  private final NDManager scope;
  private final List<NDArray> steps = new ArrayList<>();

  /** Weights from elsewhere. */
  StackedHeads(
      Engine engine,
      StackShape shape,
      double dropout,
      Precision precision,
      TensorSet.Source source) {
    var heads = new HeadProgram(shape, dropout, precision);
    this.engine = engine;
    this.shape = shape;
    this.program = heads.builder().compile(engine);
    this.weights = TensorSet.of(engine, heads.parameters(), source);
    this.best = weights.copy(engine);
    this.firstMoments = TensorSet.zeros(engine, heads.parameters());
    this.secondMoments = TensorSet.zeros(engine, heads.parameters());
    this.scope = engine.newScope();
    for (int i = 0; i < shape.rates().size(); i++) {
      steps.add(scope.zeros(new Shape()));
    }
  }

  /** New weights: heads of one seed start alike, whatever else they are stacked with. */
  StackedHeads(
      Engine engine, StackShape shape, double dropout, Precision precision, List<Long> seeds) {
    this(engine, shape, dropout, precision, (spec, arena) -> initial(spec, arena, shape, seeds));
  }

  private static MemorySegment initial(
      TensorSpec spec, Arena arena, StackShape shape, List<Long> seeds) {
    long[] one = java.util.Arrays.copyOfRange(spec.dimensions(), 1, spec.shape().size());
    long bytes = spec.elements() / shape.axis().models() * Float.BYTES;
    var all = arena.allocate(spec.elements() * Float.BYTES, 64);
    for (int head = 0; head < shape.axis().models(); head++) {
      var streams = new RandomStreams(seeds.get(head % seeds.size()));
      spec.initialization()
          .fill(all.asSlice(head * bytes, bytes), one, streams.stream("head/" + spec.name(), 0));
    }
    return all;
  }

  /**
   * One optimizer step on some columns of the order.
   *
   * @param seeds one for each seed, of this step's dropout
   * @return each head's loss
   */
  float[] step(HeadImages images, NDArray order, int from, int to, List<Long> seeds) {
    var arguments =
        new ArrayList<Object>(
            List.of(
                weights,
                firstMoments,
                secondMoments,
                steps,
                images.codes(),
                images.labels(),
                order,
                from,
                to));
    arguments.addAll(seeds);
    shape.rates().forEach(rate -> arguments.add(rate.learningRate()));
    try (var results = engine.newScope()) {
      return program.call(results, "step", arguments.toArray()).get(0).toFloatArray();
    }
  }

  /** Each head's number of right answers among the images of its seed's row. */
  long[] correct(Weights which, HeadImages images, NDArray rows) {
    try (var results = engine.newScope()) {
      return program
          .call(results, "correct", set(which), images.codes(), images.labels(), rows)
          .get(0)
          .toLongArray();
    }
  }

  /** Logits, [M, images, outputs] in a row. */
  float[] logits(Weights which, HeadImages images, NDArray rows) {
    try (var results = engine.newScope()) {
      return program
          .call(results, "logits", set(which), images.codes(), rows)
          .get(0)
          .toFloatArray();
    }
  }

  /** Sum over images of the readout's attention, [M, visible keys] in a row. */
  float[] attention(Weights which, HeadImages images, NDArray rows) {
    try (var results = engine.newScope()) {
      return program
          .call(results, "attention", set(which), images.codes(), rows)
          .get(0)
          .toFloatArray();
    }
  }

  /** Keeps the present weights of the marked heads as their best. */
  void keep(boolean[] improved) {
    var marks = new float[improved.length];
    for (int i = 0; i < marks.length; i++) {
      marks[i] = improved[i] ? 1 : 0;
    }
    try (var results = engine.newScope()) {
      var _ = program.call(results, "keep", weights, best, results.create(marks));
    }
  }

  /** Which weights answer. */
  enum Weights {
    PRESENT,
    BEST
  }

  TensorSet set(Weights which) {
    return switch (which) {
      case PRESENT -> weights;
      case BEST -> best;
    };
  }

  @Override
  public void close() {
    scope.close();
    secondMoments.close();
    firstMoments.close();
    best.close();
    weights.close();
    program.close();
  }
}
