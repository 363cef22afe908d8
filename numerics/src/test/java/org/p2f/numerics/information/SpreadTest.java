package org.p2f.numerics.information;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpreadTest {
  private static final int UNKNOWN = LabelPropagation.UNKNOWN;

  /** Nine points that mostly look like the first class, and a labelled one of each of three. */
  private static final double[][] POINTS = {
    {.6, .3, .1}, {.5, .4, .1}, {.45, .44, .11}, {.42, .41, .17}, {.8, .15, .05}, {.4, .35, .25},
    {.36, .33, .31}, {.2, .5, .3}, {.34, .33, .33}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}
  };

  private static final int[] LABELS = {
    UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, 0, 1, 2
  };

  /** What the published rounds, written in Python with lists, make of these points. */
  private static final double[][] ALIGNED = {
    {0.5437991038, 0.3097868126, 0.1464140835},
    {0.4475142238, 0.4078977079, 0.1445880683},
    {0.3985788573, 0.4440264640, 0.1573946787},
    {0.3615209505, 0.4020892580, 0.2363897914},
    {0.7606917711, 0.1625041382, 0.0768040907},
    {0.3326031449, 0.3315803906, 0.3358164645},
    {0.2910796084, 0.3040028502, 0.4049175414},
    {0.1594503723, 0.4541716074, 0.3863780203},
    {0.2721994208, 0.3010070406, 0.4267935386},
    {1.0000000000, 0.0000000000, 0.0000000000},
    {0.0000000000, 1.0000000000, 0.0000000000},
    {0.0000000000, 0.0000000000, 1.0000000000},
  };

  private static Spread spread(double[][] points) {
    var scores = new double[points[0].length][points.length];
    for (int point = 0; point < points.length; point++) {
      for (int c = 0; c < scores.length; c++) {
        scores[c][point] = points[point][c];
      }
    }
    return Spread.of(scores);
  }

  private static double entropy(double[] p) {
    return -Arrays.stream(p).filter(x -> x > 0).map(x -> x * Math.log(x)).sum();
  }

  @Test
  void alignmentIsThePublishedOne() {
    var aligned = spread(POINTS).aligned(LABELS);
    for (int point = 0; point < POINTS.length; point++) {
      var expected = ALIGNED[point];
      assertThat(aligned.answer(point))
          .isEqualTo(
              IntStream.range(0, 3).reduce((a, b) -> expected[b] > expected[a] ? b : a).orElse(-1));
      assertThat(aligned.certainty(point))
          .isCloseTo(1 - entropy(expected) / Math.log(3), within(1e-8)); // ten digits are written
    }
  }

  @Test
  void alignmentGivesEachClassItsShare() {
    var before = spread(POINTS);
    var after = before.aligned(LABELS);
    assertThat(answers(before)).containsExactly(8, 1, 0);
    assertThat(answers(after)).containsExactly(3, 3, 3);
  }

  /** Of the points without a label. */
  private static long[] answers(Spread spread) {
    var counts = new long[3];
    for (int point = 0; point < LABELS.length; point++) {
      if (LABELS[point] == UNKNOWN) {
        counts[spread.answer(point)]++;
      }
    }
    return counts;
  }

  @Test
  void certaintyIsOneLessTheEntropyOverTheLargest() {
    var spread = spread(new double[][] {{1, 0}, {3, 1}, {2, 2}, {0, 0}, {-1, 2}});
    assertThat(spread.certainty(0)).isEqualTo(1);
    assertThat(spread.certainty(1))
        .isCloseTo(1 - (.75 * Math.log(4. / 3) + .25 * Math.log(4)) / Math.log(2), within(1e-12));
    assertThat(spread.certainty(2)).isCloseTo(0, within(1e-12));
    assertThat(spread.certainty(3)).isZero(); // no label reaches it
    assertThat(spread.certainty(4)).isEqualTo(1); // what is below 0 counts as 0
    assertThat(spread.answer(4)).isEqualTo(1);
  }

  @Test
  void withoutKnownOrUnknownLabelsThereIsNothingToAlign() {
    var spread = spread(POINTS);
    for (int label : new int[] {UNKNOWN, 0}) {
      var labels = new int[POINTS.length];
      Arrays.fill(labels, label);
      assertThatThrownBy(() -> spread.aligned(labels))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("have a label");
    }
  }
}
