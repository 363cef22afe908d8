package org.p2f.benchmarks;

import ai.djl.ndarray.types.Shape;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.p2f.numerics.program.ElementType;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.program.Products;
import org.p2f.numerics.program.ProgramBuilder;

/**
 * The machine's limit: products of square matrices on all cores, the fastest run of oneDNN's and of
 * libtorch's own, of two sizes.
 */
final class PeakBenchmark {
  private static final List<Integer> SIZES = List.of(1024, 2048);
  private static final int WARM_UPS = 3;
  private static final int RUNS = 15;
  private static final Map<Precision, Double> MEASURED = new EnumMap<>(Precision.class);

  private PeakBenchmark() {}

  static void run(Engine engine) {
    for (var precision : List.of(Precision.FLOAT32, Precision.BFLOAT16)) {
      System.out.printf(
          Locale.ROOT,
          "{\"bench\":\"peak\",\"precision\":\"%s\",\"gflops\":%.1f}%n",
          precision.name().toLowerCase(Locale.ROOT),
          gigaflops(engine, precision));
    }
  }

  /** Billions of floating-point operations a second; measured once in this process. */
  static double gigaflops(Engine engine, Precision precision) {
    return MEASURED.computeIfAbsent(precision, p -> measured(engine, p));
  }

  private static double measured(Engine engine, Precision precision) {
    var type =
        switch (precision) {
          case FLOAT32 -> ElementType.FLOAT32;
          case BFLOAT16 -> ElementType.BFLOAT16;
          case FLOAT64 -> ElementType.FLOAT64;
        };
    return Stream.of(Products.values())
        .flatMap(products -> SIZES.stream().map(size -> measured(engine, type, products, size)))
        .max(Double::compare)
        .orElseThrow();
  }

  private static double measured(Engine engine, ElementType type, Products products, int size) {
    var builder =
        new ProgramBuilder()
            .method("typed", g -> List.of(g.tensor("x").to(type)))
            .method(
                "product",
                g -> List.of(products.apply(g.tensor("x"), g.tensor("weight"), g.tensor("bias"))));
    try (var program = builder.compile(engine);
        var scope = engine.newScope()) {
      var x = program.call(scope, "typed", scope.randomNormal(new Shape(size, size))).get(0);
      var weight = program.call(scope, "typed", scope.randomNormal(new Shape(size, size))).get(0);
      var bias = program.call(scope, "typed", scope.randomNormal(new Shape(size))).get(0);
      var measurement =
          Measurement.of(
              WARM_UPS,
              RUNS,
              1,
              () -> {
                try (var inner = engine.newScope()) {
                  var _ = program.call(inner, "product", x, weight, bias);
                }
              });
      return 2e-6 * size * size * size / measurement.leastMillis();
    }
  }
}
