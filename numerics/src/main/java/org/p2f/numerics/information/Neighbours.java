package org.p2f.numerics.information;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.LongStream;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Operand;
import org.p2f.numerics.program.Program;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.program.TensorSet;

/**
 * Each point's nearest other points by cosine, found exactly: every block of points is compared
 * with all.
 */
final class Neighbours {

  /** Bytes of one block's similarities. */
  private static final long BLOCK_BYTES = 64L << 20;

  /** Keeps the direction of a point at the origin finite. */
  private static final double EPSILON = 1e-12;

  private final int count;
  private final int[] nearest;
  private final float[] cosines;

  private Neighbours(int points, int count) {
    this.count = count;
    this.nearest = new int[points * count];
    this.cosines = new float[points * count];
  }

  /** Of each point, k. */
  int count() {
    return count;
  }

  int points() {
    return nearest.length / count;
  }

  /**
   * @param edge point · k + i for the point's neighbour i, nearest first
   */
  int nearest(int edge) {
    return nearest[edge];
  }

  /** In [−1, 1]. */
  float cosine(int edge) {
    return cosines[edge];
  }

  /**
   * @param codes float32, native order, [points, width]
   * @param count 1 … points − 1
   * @param progress hears the points that are done
   */
  static Neighbours of(
      Engine engine, MemorySegment codes, int width, int count, InformationProgress progress) {
    int points = Math.toIntExact(codes.byteSize() / Float.BYTES / width);
    if (count < 1 || count >= points) {
      throw new IllegalArgumentException(
          "%d points have no %d neighbours".formatted(points, count));
    }
    var found = new Neighbours(points, count);
    int block = Math.toIntExact(Math.clamp(BLOCK_BYTES / Float.BYTES / points, 1, points));
    try (var program = similarities().compile(engine);
        var scope = engine.newScope()) {
      var raw = TensorSet.copy(scope, codes, new Shape(points, width), DataType.FLOAT32);
      var unit = program.call(scope, "unit", raw).get(0);
      for (int from = 0; from < points; from += block) {
        progress.trained(from);
        found.fill(engine, program, unit, from, Math.min(points, from + block));
      }
    }
    progress.trained(points);
    return found;
  }

  private static ProgramBuilder similarities() {
    return new ProgramBuilder()
        .method(
            "unit",
            graph -> {
              var x = graph.tensor("x");
              var norm = x.square().sum(1).sqrt().add(EPSILON).unsqueeze(1);
              return List.of(x.div(norm));
            })
        .method(
            "similar",
            graph -> {
              var unit = graph.tensor("unit");
              var rows = graph.tensor("rows");
              var some = unit.indexSelect(0, rows);
              var cosines = some.matmul(unit.transpose(0, 1));
              // a point is no neighbour of its own
              return List.of(
                  graph.op(
                      "torch.scatter",
                      cosines,
                      Operand.of(1),
                      rows.unsqueeze(1),
                      Operand.of(-2.0)));
            });
  }

  private void fill(Engine engine, Program program, NDArray unit, int from, int to) {
    try (var scope = engine.newScope()) {
      var similar = program.call(scope, "similar", unit, range(scope, from, to)).get(0);
      var best = similar.topK(count, 1, true, true);
      best.attach(scope);
      var values = best.get(0).toFloatArray();
      var indices = best.get(1).toLongArray();
      for (int i = 0; i < indices.length; i++) {
        nearest[from * count + i] = (int) indices[i];
        cosines[from * count + i] = values[i];
      }
    }
  }

  private static NDArray range(NDManager owner, int from, int to) {
    return owner.create(LongStream.range(from, to).toArray());
  }
}
