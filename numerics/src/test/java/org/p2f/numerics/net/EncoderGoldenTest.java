package org.p2f.numerics.net;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.numerics.program.Declarations;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.program.Program;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.TensorSet;
import org.p2f.numerics.program.Value;
import org.p2f.numerics.test.Golden;
import org.p2f.numerics.test.ReferenceCheck;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.network.EncoderSpec;
import org.p2f.spec.network.LatentKind;

@ReferenceCheck
class EncoderGoldenTest {

  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);

  /** Measured: 1.7e-7 in evaluation, 7.3e-7 in training with running statistics. */
  private static final double BOUND = 2e-5;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "encoder-wrn28-2",
        "encoder-wrn10-quarter-gaussian",
        "encoder-wrn28-0-two-values",
        "encoder-wrn10-half-84px"
      })
  void encodingsAndRunningStatisticsAreThePublishedCodes(String name) {
    try (var golden = Golden.open(name);
        var fixture = new Fixture(golden, Layout.CONTIGUOUS)) {
      double evaluation = fixture.evaluationError();
      double training = fixture.trainingError();
      assertThat(evaluation).isLessThan(BOUND);
      assertThat(training).isLessThan(BOUND);
    }
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void theLayoutDoesNotMatter(Layout layout) {
    try (var golden = Golden.open("encoder-wrn28-2");
        var fixture = new Fixture(golden, layout)) {
      assertThat(fixture.evaluationError()).isLessThan(BOUND);
      assertThat(fixture.trainingError()).isLessThan(BOUND);
    }
  }

  /** The file's encoder with its weights. */
  private static final class Fixture implements AutoCloseable {
    private final Golden golden;
    private final Declarations declarations = new Declarations();
    private final Program program;
    private final TensorSet parameters;
    private final TensorSet buffers;
    private final PtNDManager scope = ENGINE.newScope();

    Fixture(Golden golden, Layout layout) {
      this.golden = golden;
      var spec =
          new EncoderSpec(
              (int) golden.number("depth"),
              golden.number("widen"),
              golden.setting("gaussian").equals("True")
                  ? LatentKind.GAUSSIAN
                  : LatentKind.DETERMINISTIC,
              3);
      assertThat(spec.latentSize()).isEqualTo((int) golden.number("latent"));
      program =
          new ProgramBuilder()
              .method("evaluate", encode(spec, layout, false))
              .method("train", encode(spec, layout, true))
              .compile(ENGINE);
      Function<String, String> stored = "w."::concat;
      parameters = TensorSet.read(ENGINE, declarations.parameters(), golden.file(), stored);
      buffers = TensorSet.read(ENGINE, declarations.buffers(), golden.file(), stored);
    }

    private Function<Graph, List<Value>> encode(EncoderSpec spec, Layout layout, boolean training) {
      return g -> {
        var ps = g.tensors("ps");
        var bs = g.tensors("bs");
        var scope =
            Scope.root(
                g,
                declarations,
                i -> g.item(ps, i),
                i -> g.item(bs, i),
                Precision.FLOAT32,
                layout,
                training);
        var latent =
            new WideResNetEncoder(spec, VarianceExploding.published())
                .encode(scope, g.tensor("x"), g.tensor("t"));
        return List.of(
            switch (latent) {
              case Latent.Deterministic(var z) -> z;
              case Latent.Gaussian(var mean, var logVariance) ->
                  g.cat(List.of(mean, logVariance), 1);
            });
      };
    }

    /** All images at all times, one time a call. */
    double evaluationError() {
      var x = golden.input(scope, "x");
      var t = golden.input(scope, "t");
      var codes = new ArrayList<NDArray>();
      for (int k = 0; k < t.size(); k++) {
        var times = scope.full(new Shape(x.size(0)), t.getFloat(k));
        codes.add(program.call(scope, "evaluate", parameters, buffers, x, times).get(0));
      }
      var z = NDArrays.stack(new NDList(codes), 1);
      return golden.error(z, "z");
    }

    double trainingError() {
      var z =
          program
              .call(
                  scope,
                  "train",
                  parameters,
                  buffers,
                  golden.input(scope, "x"),
                  golden.input(scope, "train.t"))
              .get(0);
      double worst = golden.error(z, "train.z");
      for (var name : buffers.names()) {
        if (name.contains("running")) {
          worst = Math.max(worst, golden.error(buffers.get(name), "train.after." + name));
        }
      }
      return worst;
    }

    @Override
    public void close() {
      scope.close();
      parameters.close();
      buffers.close();
      program.close();
    }
  }
}
