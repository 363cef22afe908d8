package org.p2f.representation.encoding.work;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Program;
import org.p2f.numerics.program.ProgramBuilder;

/** A tiny program, compiled and run for real: what has failed here would fail for every caller. */
final class EngineProbe {
  private static final int SIDE = 8;
  private static final int KERNEL = 3;

  private EngineProbe() {}

  /**
   * @throws IllegalStateException if the engine computes something else than it should
   */
  static void run(Engine engine) {
    var builder =
        new ProgramBuilder()
            .method(
                "probe",
                g -> List.of(g.tensor("x").conv2d(g.tensor("w"), g.tensor("b"), 1, 1).sum()));
    try (var program = builder.compile(engine);
        var scope = engine.newScope()) {
      float sum =
          Program.scalar(
              program
                  .call(
                      scope,
                      "probe",
                      scope.ones(new Shape(1, 1, SIDE, SIDE)),
                      scope.ones(new Shape(1, 1, KERNEL, KERNEL)),
                      scope.zeros(new Shape(1)))
                  .get(0));
      // Each pixel counts once for every pixel of its neighbourhood that lies in the image.
      int along = KERNEL * SIDE - 2;
      if (sum != along * along) {
        throw new IllegalStateException(
            "The engine's probe gave %s, not %d".formatted(sum, along * along));
      }
    }
  }
}
