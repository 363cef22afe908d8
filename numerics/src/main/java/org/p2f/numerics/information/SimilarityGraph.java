package org.p2f.numerics.information;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.p2f.numerics.program.Engine;
import org.p2f.spec.semisupervised.EdgeWeights;
import org.p2f.spec.semisupervised.PropagationSpec;

/**
 * A weighted graph over points, D^−½·W·D^−½ with W<sub>ij</sub> = W<sub>ji</sub> the larger of the
 * two points' weights for each other where the one is among the other's nearest, else 0.
 */
final class SimilarityGraph {

  /** Where each point's edges begin, and at the end where the last one's end. */
  private final int[] starts;

  /** Other end of each edge. */
  private final int[] ends;

  private final double[] weights;

  private SimilarityGraph(int[] starts, int[] ends, double[] weights) {
    this.starts = starts;
    this.ends = ends;
    this.weights = weights;
  }

  static SimilarityGraph of(
      Engine engine,
      MemorySegment codes,
      int width,
      PropagationSpec spec,
      InformationProgress progress) {
    return of(Neighbours.of(engine, codes, width, spec.neighbours(), progress), spec.edges());
  }

  private static SimilarityGraph of(Neighbours neighbours, EdgeWeights edges) {
    int points = neighbours.points();
    int k = neighbours.count();
    var starts = new int[points + 1];
    for (int edge = 0; edge < points * k; edge++) {
      starts[edge / k + 1]++;
      starts[neighbours.nearest(edge) + 1]++;
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    var filled = Arrays.copyOf(starts, points);
    var ends = new int[starts[points]];
    var weights = new double[ends.length];
    for (int edge = 0; edge < points * k; edge++) {
      double weight = edges.of(neighbours.cosine(edge));
      add(filled, ends, weights, edge / k, neighbours.nearest(edge), weight);
      add(filled, ends, weights, neighbours.nearest(edge), edge / k, weight);
    }
    return new SimilarityGraph(starts, ends, weights).merged().normalized();
  }

  private static void add(
      int[] filled, int[] ends, double[] weights, int from, int to, double weight) {
    ends[filled[from]] = to;
    weights[filled[from]++] = weight;
  }

  /** One edge for each two points: the heavier one. */
  private SimilarityGraph merged() {
    var mergedStarts = new int[starts.length];
    var mergedEnds = new int[ends.length];
    var mergedWeights = new double[ends.length];
    int size = 0;
    for (int point = 0; point < points(); point++) {
      var edges =
          IntStream.range(starts[point], starts[point + 1])
              .boxed()
              .sorted((a, b) -> Integer.compare(ends[a], ends[b]))
              .toList();
      for (int edge : edges) {
        if (size > mergedStarts[point] && mergedEnds[size - 1] == ends[edge]) {
          mergedWeights[size - 1] = Math.max(mergedWeights[size - 1], weights[edge]);
        } else {
          mergedEnds[size] = ends[edge];
          mergedWeights[size++] = weights[edge];
        }
      }
      mergedStarts[point + 1] = size;
    }
    return new SimilarityGraph(
        mergedStarts, Arrays.copyOf(mergedEnds, size), Arrays.copyOf(mergedWeights, size));
  }

  private SimilarityGraph normalized() {
    var degrees = new double[points()];
    for (int point = 0; point < points(); point++) {
      for (int edge = starts[point]; edge < starts[point + 1]; edge++) {
        degrees[point] += weights[edge];
      }
    }
    var scaled = weights.clone();
    for (int point = 0; point < points(); point++) {
      for (int edge = starts[point]; edge < starts[point + 1]; edge++) {
        double scale = Math.sqrt(degrees[point] * degrees[ends[edge]]);
        scaled[edge] = scale > 0 ? weights[edge] / scale : 0;
      }
    }
    return new SimilarityGraph(starts, ends, scaled);
  }

  int points() {
    return starts.length - 1;
  }

  /** x − α·W·x. */
  double[] laplacian(double[] x, double alpha) {
    var result = new double[x.length];
    for (int point = 0; point < x.length; point++) {
      double sum = 0;
      for (int edge = starts[point]; edge < starts[point + 1]; edge++) {
        sum += weights[edge] * x[ends[edge]];
      }
      result[point] = x[point] - alpha * sum;
    }
    return result;
  }
}
