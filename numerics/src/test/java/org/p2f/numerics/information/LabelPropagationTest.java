package org.p2f.numerics.information;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.p2f.numerics.program.Engine;
import org.p2f.spec.semisupervised.EdgeWeights;
import org.p2f.spec.semisupervised.PropagationSpec;

/** Label propagation against dense matrices, which are written down as the papers do. */
class LabelPropagationTest {
  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);
  private static final int POINTS = 500;
  private static final int WIDTH = 6;
  private static final int CLASSES = 3;
  private static final double ALPHA = .99;

  private final float[][] codes = new float[POINTS][WIDTH];
  private final int[] classes = new int[POINTS];

  LabelPropagationTest() {
    var random = new Random(3);
    for (int i = 0; i < POINTS; i++) {
      classes[i] = random.nextInt(CLASSES);
      for (int c = 0; c < WIDTH; c++) {
        codes[i][c] = (float) (random.nextGaussian() + (c == classes[i] ? 2.5 : 0));
      }
    }
  }

  private SimilarityGraph graph() {
    try (var arena = Arena.ofConfined()) {
      var all = arena.allocate(ValueLayout.JAVA_FLOAT, (long) POINTS * WIDTH);
      for (int i = 0; i < POINTS * WIDTH; i++) {
        all.setAtIndex(ValueLayout.JAVA_FLOAT, i, codes[i / WIDTH][i % WIDTH]);
      }
      return SimilarityGraph.of(
          ENGINE, all, WIDTH, PropagationSpec.iscen(), InformationProgress.SILENT);
    }
  }

  private static PropagationSpec patient() {
    return new PropagationSpec(50, EdgeWeights.CUBED_COSINE, 1000, 1e-6);
  }

  /** I − α·D^−½·W·D^−½, entry by entry. */
  private double[][] dense() {
    var cosines = new double[POINTS][POINTS];
    for (int i = 0; i < POINTS; i++) {
      for (int j = 0; j < POINTS; j++) {
        cosines[i][j] =
            dot(codes[i], codes[j]) / Math.sqrt(dot(codes[i], codes[i]) * dot(codes[j], codes[j]));
      }
    }
    var weights = new double[POINTS][POINTS];
    for (int i = 0; i < POINTS; i++) {
      int row = i;
      IntStream.range(0, POINTS)
          .filter(j -> j != row)
          .boxed()
          .sorted(Comparator.comparingDouble(j -> -cosines[row][j]))
          .limit(PropagationSpec.iscen().neighbours())
          .forEach(j -> weights[row][j] = Math.pow(Math.max(0, cosines[row][j]), 3));
    }
    var matrix = new double[POINTS][POINTS];
    for (int i = 0; i < POINTS; i++) {
      for (int j = 0; j < POINTS; j++) {
        matrix[i][j] = Math.max(weights[i][j], weights[j][i]);
      }
    }
    var degrees = Arrays.stream(matrix).mapToDouble(r -> Arrays.stream(r).sum()).toArray();
    for (int i = 0; i < POINTS; i++) {
      for (int j = 0; j < POINTS; j++) {
        matrix[i][j] = (i == j ? 1 : 0) - ALPHA * matrix[i][j] / Math.sqrt(degrees[i] * degrees[j]);
      }
    }
    return matrix;
  }

  private static double dot(float[] a, float[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> (double) a[i] * b[i]).sum();
  }

  private static double[] image(double[][] matrix, double[] x) {
    return Arrays.stream(matrix)
        .mapToDouble(r -> IntStream.range(0, x.length).mapToDouble(j -> r[j] * x[j]).sum())
        .toArray();
  }

  private int[] tenLabels() {
    return LabelledDraw.draw(classes, CLASSES, 10, 1);
  }

  @Test
  void theGraphIsTheDenseMatrix() {
    var x = new Random(1).doubles(POINTS).toArray();
    var expected = image(dense(), x);
    var found = graph().laplacian(x, ALPHA);
    for (int i = 0; i < POINTS; i++) {
      assertThat(found[i]).isCloseTo(expected[i], within(1e-6)); // cosines are float32
    }
  }

  @Test
  void withEnoughIterationsTheEquationIsSolved() {
    var labels = tenLabels();
    var matrix = dense();
    var propagation = new LabelPropagation(graph(), patient());
    for (int c = 0; c < CLASSES; c++) {
      int wanted = c;
      var y = Arrays.stream(labels).mapToDouble(l -> l == wanted ? .25 : 0).toArray();
      var image = image(matrix, propagation.solve(y));
      for (int i = 0; i < POINTS; i++) {
        assertThat(image[i]).isCloseTo(y[i], within(1e-5));
      }
    }
  }

  @Test
  void answersAreThoseOfTheDenseSolution() {
    var labels = tenLabels();
    var spread = new LabelPropagation(graph(), patient()).spread(labels, CLASSES);
    var scores = new double[CLASSES][];
    for (int c = 0; c < CLASSES; c++) {
      int wanted = c;
      long count = Arrays.stream(labels).filter(l -> l == wanted).count();
      scores[c] =
          eliminate(
              dense(),
              Arrays.stream(labels).mapToDouble(l -> l == wanted ? 1.0 / count : 0).toArray());
    }
    int right = 0;
    for (int i = 0; i < POINTS; i++) {
      int point = i;
      var p = IntStream.range(0, CLASSES).mapToDouble(c -> scores[c][point]).toArray();
      double sum = Arrays.stream(p).sum();
      double entropy = -Arrays.stream(p).map(s -> s / sum * Math.log(s / sum)).sum();
      assertThat(spread.certainty(i)).isCloseTo(1 - entropy / Math.log(CLASSES), within(1e-3));
      int best =
          IntStream.range(0, CLASSES)
              .boxed()
              .max(Comparator.comparingDouble(c -> p[c]))
              .orElseThrow();
      if (spread.certainty(i) > 1e-3) { // no tie
        assertThat(spread.answer(i)).isEqualTo(best);
      }
      right += spread.answer(i) == classes[i] ? 1 : 0;
    }
    assertThat(right / (double) POINTS).isGreaterThan(.85); // ten labels; chance is a third
  }

  @Test
  void twentyIterationsAreThoseOfTheDenseMatrix() {
    var y = Arrays.stream(tenLabels()).mapToDouble(l -> l == 0 ? .25 : 0).toArray();
    var matrix = dense();
    var z = new double[POINTS];
    var r = y.clone();
    var p = y.clone();
    for (int k = 0; k < 20; k++) {
      var image = image(matrix, p);
      double square = square(r);
      double length = square / IntStream.range(0, POINTS).mapToDouble(i -> p[i] * image[i]).sum();
      Arrays.setAll(z, i -> z[i] + length * p[i]);
      Arrays.setAll(r, i -> r[i] - length * image[i]);
      double ratio = square(r) / square;
      Arrays.setAll(p, i -> r[i] + ratio * p[i]);
    }
    var found = new LabelPropagation(graph(), PropagationSpec.iscen()).solve(y);
    double largest = Arrays.stream(z).max().orElseThrow();
    for (int i = 0; i < POINTS; i++) {
      assertThat(found[i]).isCloseTo(z[i], within(1e-5 * largest));
    }
  }

  private static double square(double[] x) {
    return Arrays.stream(x).map(v -> v * v).sum();
  }

  /** Gauss, without pivots: the matrix is positive definite. */
  private static double[] eliminate(double[][] matrix, double[] y) {
    var x = y.clone();
    for (int k = 0; k < x.length; k++) {
      for (int i = k + 1; i < x.length; i++) {
        double factor = matrix[i][k] / matrix[k][k];
        if (factor != 0) {
          for (int j = k; j < x.length; j++) {
            matrix[i][j] -= factor * matrix[k][j];
          }
          x[i] -= factor * x[k];
        }
      }
    }
    for (int k = x.length - 1; k >= 0; k--) {
      for (int j = k + 1; j < x.length; j++) {
        x[k] -= matrix[k][j] * x[j];
      }
      x[k] /= matrix[k][k];
    }
    return x;
  }

  @Test
  void labelsAreDrawnEquallyFromTheClasses() {
    var drawn = LabelledDraw.draw(classes, CLASSES, 10, 1);
    var counts = new int[CLASSES];
    for (int i = 0; i < POINTS; i++) {
      if (drawn[i] != LabelPropagation.UNKNOWN) {
        assertThat(drawn[i]).isEqualTo(classes[i]);
        counts[drawn[i]]++;
      }
    }
    assertThat(counts).containsExactly(4, 3, 3);
    assertThat(LabelledDraw.draw(classes, CLASSES, POINTS, 1)).isEqualTo(classes);
    assertThat(LabelledDraw.draw(classes, CLASSES, 10, 2)).isNotEqualTo(drawn);
    assertThatThrownBy(() -> LabelledDraw.draw(classes, CLASSES, POINTS + 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void moreNeighboursThanPointsAreRefused() {
    try (var arena = Arena.ofConfined()) {
      var few = arena.allocate(ValueLayout.JAVA_FLOAT, 10L * WIDTH);
      assertThatThrownBy(() -> Neighbours.of(ENGINE, few, WIDTH, 10, InformationProgress.SILENT))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no 10 neighbours");
    }
  }
}
