package org.p2f.numerics.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.encode.ModelSpec;
import org.p2f.numerics.net.Noising;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.tensor.SafetensorsWriter;
import org.p2f.numerics.tensor.TensorInfo;
import org.p2f.numerics.test.Golden;
import org.p2f.numerics.test.ReferenceCheck;
import org.p2f.spec.data.Preprocessing;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.network.CodeReadout;
import org.p2f.spec.network.Conditioning;
import org.p2f.spec.network.EncoderSpec;
import org.p2f.spec.network.EncoderTime;
import org.p2f.spec.network.LatentKind;
import org.p2f.spec.network.NcsnPlusPlusSpec;
import org.p2f.spec.network.UNetOptions;
import org.p2f.spec.network.Weights;
import org.p2f.spec.objective.Objective;

/** Of a model with the weights of {@code benchmarks/peers/activations.py}. */
class DiffusionFeaturesTest {

  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);
  private static final int VALUES = 3 * 16 * 16;
  private static final int IMAGES = 3;

  @TempDir static Path folder;

  @BeforeAll
  static void write() throws IOException {
    try (var golden = Golden.resource("reference/activations")) {
      var tensors =
          golden.file().tensors().values().stream().filter(t -> t.name().startsWith("w.")).toList();
      var named =
          tensors.stream()
              .map(t -> new TensorInfo(t.name().substring(2), t.dtype(), t.shape()))
              .toList();
      try (var writer =
          SafetensorsWriter.create(
              folder.resolve(Weights.RAW.file()), named, ModelFiles.metadata(Weights.RAW))) {
        for (var tensor : tensors) {
          writer.write(tensor.name().substring(2), golden.file().data(tensor.name()));
        }
      }
    }
    spec(new NcsnPlusPlusSpec(4, List.of(1, 2), 2, List.of(8), .1, 16, 3, UNetOptions.published()))
        .write(folder.resolve(ModelFiles.SPEC));
  }

  private static ModelSpec spec(NcsnPlusPlusSpec network) {
    return new ModelSpec(
        new EncoderSpec(
            10,
            .25,
            LatentKind.DETERMINISTIC,
            3,
            EncoderTime.GIVEN,
            new CodeReadout.Projected(6),
            Conditioning.SHIFT,
            1),
        network,
        VarianceExploding.published(),
        Objective.drl(),
        new Preprocessing(3, 16, 16, List.of(.4, .5, .6), List.of(.2, .25, .3)),
        0);
  }

  /** From pixels to activations, one time after the other. */
  @ParameterizedTest
  @ValueSource(strings = {"down.0.0", "down.1.1", "bottom.0", "bottom.1", "up.1.2", "up.0.2"})
  @ReferenceCheck
  void pixelsBecomeWhatHooksSee(String layer) throws IOException {
    try (var golden = Golden.resource("reference/activations");
        var features = load(layer);
        var arena = Arena.ofConfined()) {
      int width = features.width();
      double[] times = golden.values("t");
      var found = new double[IMAGES * width];
      for (int i = 0; i < IMAGES; i++) {
        var out = floats(arena, width);
        features.extract(image(golden, "pixels", i), times[i], image(golden, "noise", i), out);
        for (int v = 0; v < width; v++) {
          found[i * width + v] = out.getAtIndex(ValueLayout.JAVA_FLOAT, v);
        }
      }
      // measured 2.4e-7
      assertThat(Golden.error(found, golden.values("layer." + layer))).isLessThan(2e-5);
    }
  }

  private static MemorySegment image(Golden golden, String name, int index) {
    long bytes = (long) VALUES * Float.BYTES;
    return golden.file().data(name).asSlice(index * bytes, bytes);
  }

  @Test
  void theSameImagesAndNoiseGiveTheSameBitsAndTimesBelowTheSmallestCountAsIt() throws IOException {
    try (var golden = Golden.resource("reference/activations");
        var features = load("up.1.0")) {
      var once = extract(features, golden, 0);
      assertThat(extract(features, golden, 0)).isEqualTo(once);
      assertThat(extract(features, golden, Noising.SMALLEST_TIME)).isEqualTo(once);
      assertThat(extract(features, golden, .5)).isNotEqualTo(once);
    }
  }

  private static float[] extract(DiffusionFeatures features, Golden golden, double t) {
    try (var arena = Arena.ofConfined()) {
      var out = floats(arena, IMAGES * features.width());
      features.extract(golden.file().data("pixels"), t, golden.file().data("noise"), out);
      return out.toArray(ValueLayout.JAVA_FLOAT);
    }
  }

  @Test
  void whatDoesNotFitIsRefused() throws IOException {
    assertThatThrownBy(() -> load("up.7.0"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there are down.0.0, ");
    try (var golden = Golden.resource("reference/activations");
        var features = load("bottom.1")) {
      assertThatThrownBy(() -> extract(features, golden, Double.NaN))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(
              () -> {
                try (var arena = Arena.ofConfined()) {
                  features.extract(
                      image(golden, "pixels", 0),
                      .5,
                      image(golden, "noise", 0),
                      floats(arena, 2 * features.width()));
                }
              })
          .hasMessageContaining("pixels has 3072 bytes");
    }
  }

  private static DiffusionFeatures load(String layer) throws IOException {
    return DiffusionFeatures.load(ENGINE, ModelFiles.in(folder, Weights.RAW), Weights.RAW, layer);
  }

  private static MemorySegment floats(Arena arena, int count) {
    return arena.allocate((long) count * Float.BYTES, 64);
  }
}
