package org.p2f.numerics.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.p2f.numerics.tensor.DataType;
import org.p2f.numerics.trajectory.NearestCodes.Found;
import org.p2f.numerics.trajectory.NearestCodes.Metric;
import org.p2f.numerics.trajectory.NearestCodes.Order;

class NearestCodesTest {
  private static final int IMAGES = 200;
  private static final int TIMES = 3;
  private static final int SIZE = 19; // not a multiple of the lanes

  private final float[] values = new float[IMAGES * TIMES * SIZE];
  private final float[] query = new float[SIZE];
  private final NearestCodes codes;

  NearestCodesTest() {
    var random = new Random(5);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() - .5f;
    }
    for (int i = 0; i < SIZE; i++) {
      query[i] = random.nextFloat() - .5f;
    }
    codes = new NearestCodes(MemorySegment.ofArray(values), DataType.F32, TIMES, SIZE);
  }

  @Test
  void thoseThatSortingAllByTheFormulaFinds() {
    for (Metric metric : Metric.values()) {
      for (int time = 0; time < TIMES; time++) {
        int at = time;
        List<Integer> sorted =
            IntStream.range(0, IMAGES)
                .boxed()
                .sorted(Comparator.comparingDouble(row -> plain(metric, row, at)))
                .toList();
        List<Found> nearest = codes.find(time, query, metric, Order.NEAREST, 7, null);
        assertThat(nearest).extracting(Found::row).isEqualTo(sorted.subList(0, 7));
        assertThat(codes.find(time, query, metric, Order.FARTHEST, 5, null))
            .extracting(Found::row)
            .isEqualTo(sorted.reversed().subList(0, 5));
        for (Found found : nearest) {
          // Float sums of 19 products; measured 6e-8.
          assertThat(found.distance()).isCloseTo(plain(metric, found.row(), at), within(1e-6));
        }
      }
    }
  }

  private double plain(Metric metric, int row, int time) {
    double squares = 0;
    double product = 0;
    double one = 0;
    double other = 0;
    for (int i = 0; i < SIZE; i++) {
      double a = query[i];
      double b = values[(row * TIMES + time) * SIZE + i];
      squares += (a - b) * (a - b);
      product += a * b;
      one += a * a;
      other += b * b;
    }
    return metric == Metric.EUCLIDEAN ? Math.sqrt(squares) : 1 - product / Math.sqrt(one * other);
  }

  @Test
  void onlyAmongThoseRows() {
    assertThat(codes.find(1, query, Metric.EUCLIDEAN, Order.NEAREST, 9, new int[] {4, 100, 7}))
        .extracting(Found::row)
        .containsExactlyInAnyOrder(4, 7, 100);
  }

  @Test
  void equalDistancesKeepTheOrderOfTheFile() {
    var same = new NearestCodes(MemorySegment.ofArray(new float[10]), DataType.F32, 1, 1);
    for (Order order : Order.values()) {
      assertThat(same.find(0, new float[] {1}, Metric.COSINE, order, 3, null))
          .containsExactly(new Found(0, 1), new Found(1, 1), new Found(2, 1));
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> new NearestCodes(MemorySegment.ofArray(values), DataType.F32, 7, SIZE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> codes.find(3, query, Metric.EUCLIDEAN, Order.NEAREST, 1, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> codes.find(0, new float[2], Metric.EUCLIDEAN, Order.NEAREST, 1, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void codesOf16BitsAreSearchedAsTheFloatsTheyAre() {
    var halves = MemorySegment.ofArray(new short[values.length]);
    Halves.narrow(MemorySegment.ofArray(values), halves);
    var rounded = MemorySegment.ofArray(new float[values.length]);
    Halves.widen(halves, rounded);
    var stored = new NearestCodes(halves, DataType.F16, TIMES, SIZE);
    assertThat(stored.images()).isEqualTo(IMAGES);
    assertThat(stored.find(1, query, Metric.EUCLIDEAN, Order.NEAREST, 9, null))
        .isEqualTo(
            new NearestCodes(rounded, DataType.F32, TIMES, SIZE)
                .find(1, query, Metric.EUCLIDEAN, Order.NEAREST, 9, null));
  }
}
