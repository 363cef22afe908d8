package org.p2f.benchmarks;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.Locale;
import org.p2f.numerics.program.Engine;

/** The machine's limit: products of square matrices in float32 on all cores. */
final class PeakBenchmark {
  private static final int SIZE = 2048;
  private static final int WARM_UPS = 3;
  private static final int RUNS = 15;

  private PeakBenchmark() {}

  static void run(Engine engine) throws IOException {
    try (var scope = engine.newScope()) {
      var left = scope.randomNormal(new Shape(SIZE, SIZE));
      var right = scope.randomNormal(new Shape(SIZE, SIZE));
      var measured =
          Measurement.of(
              WARM_UPS,
              RUNS,
              1,
              () -> {
                try (var product = left.matMul(right)) {
                  product.getShape();
                }
              });
      System.out.printf(
          Locale.ROOT,
          "{\"bench\":\"peak\",\"precision\":\"float32\",\"size\":%d,\"gflops\":%.1f}%n",
          SIZE,
          2e-6 * SIZE * SIZE * SIZE / measured.medianMillis());
    }
  }
}
