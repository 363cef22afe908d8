package org.p2f.numerics.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.numerics.program.Declarations;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.TensorSpec;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.network.Conditioning;
import org.p2f.spec.network.NcsnPlusPlusSpec;
import org.p2f.spec.network.UNetOptions;

class PatchesTest {

  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);

  private static NcsnPlusPlusSpec spec(int patch, int size, int channels) {
    return new NcsnPlusPlusSpec(
        8,
        List.of(1, 2),
        1,
        List.of(8),
        0,
        size,
        channels,
        UNetOptions.published().with(Conditioning.SCALE_SHIFT, 1, patch));
  }

  private static UNet network(NcsnPlusPlusSpec spec) {
    return (UNet) ScoreNetwork.of(spec, 6, Noising.continuous(VarianceExploding.published()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void anImageComesBackFromItsPatches(int patch) {
    var network = network(spec(patch, 16, 3));
    try (var program =
            new ProgramBuilder()
                .method(
                    "there",
                    g -> {
                      var patches = network.patches(g.tensor("x"));
                      return List.of(patches, network.pixels(patches));
                    })
                .compile(ENGINE);
        var scope = ENGINE.newScope()) {
      var shape = new Shape(2, 3, 16, 16);
      var x =
          scope
              .create(LongStream.range(0, shape.size()).toArray(), shape)
              .toType(DataType.FLOAT32, false);
      var results = program.call(scope, "there", x);
      assertThat(results.get(1).toFloatArray()).isEqualTo(x.toFloatArray());
      var patches = results.get(0);
      assertThat(patches.getShape())
          .isEqualTo(new Shape(2, 3L * patch * patch, 16 / patch, 16 / patch));
      // image 1, channel 2, row 5, column 10: a channel for each place in a patch, row by row
      long channel = 2L * patch * patch + (5 % patch) * (long) patch + 10 % patch;
      assertThat(patches.getFloat(1, channel, 5 / patch, 10 / patch))
          .isEqualTo(((1 * 3 + 2) * 16 + 5) * 16 + 10f);
    }
  }

  /** A network of patches is one of smaller images of more channels. */
  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void theParametersAreThoseOfSmallerImages(int patch) {
    assertThat(parameters(spec(patch, 8 * patch, 3)))
        .isEqualTo(parameters(spec(1, 8, 3 * patch * patch)));
  }

  private static List<TensorSpec> parameters(NcsnPlusPlusSpec spec) {
    var declarations = new Declarations();
    var network = network(spec);
    new ProgramBuilder()
        .method(
            "score",
            g -> {
              var ps = g.tensors("ps");
              var bs = g.tensors("bs");
              var scope =
                  Scope.root(
                      g,
                      declarations,
                      i -> g.item(ps, i),
                      i -> g.item(bs, i),
                      Precision.FLOAT32,
                      Layout.CONTIGUOUS,
                      false);
              return List.of(
                  network.score(
                      scope, g.tensor("x"), g.tensor("t"), g.tensor("z"), Dropout.none()));
            });
    return declarations.parameters();
  }

  @Test
  void sizesThatDoNotDivideAreRefused() {
    assertThatThrownBy(() -> spec(3, 12, 3)).hasMessageContaining("1, 2 or 4");
    assertThatThrownBy(() -> spec(4, 18, 3)).hasMessageContaining("patches of 4");
    assertThatThrownBy(() -> spec(2, 18, 3)).hasMessageContaining("halved");
  }
}
