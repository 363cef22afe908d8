package org.p2f.numerics.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.tensor.SafetensorsWriter;
import org.p2f.numerics.tensor.TensorInfo;
import org.p2f.numerics.test.Golden;
import org.p2f.numerics.test.NativeMemory;
import org.p2f.numerics.test.ReferenceCheck;
import org.p2f.spec.data.Preprocessing;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.network.EncoderSpec;
import org.p2f.spec.network.LatentKind;
import org.p2f.spec.network.ScoreNetworkSpec;
import org.p2f.spec.network.Weights;
import org.p2f.spec.objective.Objective;

class EncoderTest {

  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);

  @TempDir Path folder;

  private final Arena arena = Arena.ofConfined();

  @AfterEach
  void freeBuffers() {
    arena.close();
  }

  @ReferenceCheck
  @ParameterizedTest
  @CsvSource({
    "encoder-wrn28-2,                 FLOAT32,  CONTIGUOUS,    2e-5", // measured 1.9e-7 and below
    "encoder-wrn28-2,                 FLOAT32,  CHANNELS_LAST, 2e-5",
    "encoder-wrn10-quarter-gaussian,  FLOAT32,  CONTIGUOUS,    2e-5",
    "encoder-wrn28-0-two-values,      FLOAT32,  CONTIGUOUS,    2e-5",
    "encoder-wrn10-half-84px,         FLOAT32,  CONTIGUOUS,    2e-5",
    "encoder-wrn28-2,                 BFLOAT16, CHANNELS_LAST, 2e-2", // measured 3.4e-3 and below
    "encoder-wrn10-half-84px,         BFLOAT16, CHANNELS_LAST, 2e-2",
  })
  void codesAreThePublishedOnes(String name, Precision precision, Layout layout, double bound) {
    try (var golden = Golden.open(name);
        var encoder = load(golden, precision, layout)) {
      double together = error(golden, encoder, false);
      double apart = error(golden, encoder, true);
      assertThat(together).isLessThan(bound);
      assertThat(apart).isLessThan(bound);
    }
  }

  /**
   * @param mixed whether the images of a call have different times
   */
  private double error(Golden golden, Encoder encoder, boolean mixed) {
    int images = (int) golden.file().tensor("x").shape()[0];
    float[] t = golden.file().data("t").toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
    int size = encoder.spec().latentSize();
    double[] expected = golden.values("z");
    int width = expected.length / (images * t.length);
    var actual = new double[expected.length];
    var pixels = copy(golden.file().data("x"));
    var times = floats(images);
    var out = floats(images * size);
    for (int k = 0; k < t.length; k++) {
      for (int i = 0; i < images; i++) {
        times.setAtIndex(ValueLayout.JAVA_FLOAT, i, t[mixed ? (k + i) % t.length : k]);
      }
      encoder.encode(pixels, times, out);
      for (int i = 0; i < images; i++) {
        int row = (i * t.length + (mixed ? (k + i) % t.length : k)) * width;
        for (int c = 0; c < width; c++) { // a Gaussian encoder's second half is not asked for
          actual[row + c] =
              c < size
                  ? out.getAtIndex(ValueLayout.JAVA_FLOAT, (long) i * size + c)
                  : expected[row + c];
        }
      }
    }
    return Golden.error(actual, expected);
  }

  @Test
  void pixelsArePreprocessedInside() throws IOException {
    try (var golden = Golden.open("encoder-wrn28-2")) {
      var shifted = new Preprocessing(3, 32, 32, List.of(.1, .2, .3), List.of(2., 1., .5));
      var spec =
          new ModelSpec(spec(golden).encoder(), network(32), sde(), Objective.drl(), shifted, 0);
      try (var plain = load(golden, Precision.FLOAT32, Layout.CONTIGUOUS);
          var encoder = load(golden, spec, Precision.FLOAT32, Layout.CONTIGUOUS)) {
        var x = copy(golden.file().data("x"));
        var raw = floats((int) (x.byteSize() / Float.BYTES));
        for (int i = 0; i < raw.byteSize() / Float.BYTES; i++) {
          int channel = i / (32 * 32) % 3;
          float value = x.getAtIndex(ValueLayout.JAVA_FLOAT, i);
          raw.setAtIndex(
              ValueLayout.JAVA_FLOAT,
              i,
              (float) (value * shifted.std().get(channel) + shifted.mean().get(channel)));
        }
        assertThat(codes(encoder, raw, .4))
            .usingComparatorWithPrecision(1e-5f)
            .containsExactly(codes(plain, x, .4));
      }
    }
  }

  private float[] codes(Encoder encoder, MemorySegment pixels, double t) {
    long images = pixels.byteSize() / Float.BYTES / encoder.spec().preprocessing().values();
    var out = floats((int) images * encoder.spec().latentSize());
    encoder.encode(pixels, t, out);
    return out.toArray(ValueLayout.JAVA_FLOAT);
  }

  @Test
  void whatCannotBeEncodedIsRefusedAndTheNextCallIsServed() throws IOException {
    try (var golden = Golden.open("encoder-wrn10-quarter-gaussian");
        var encoder = load(golden, Precision.FLOAT32, Layout.CONTIGUOUS)) {
      var pixels = copy(golden.file().data("x"));
      var out = floats(4 * 16);
      for (double t : new double[] {-1e-9, 1.0001, Double.NaN}) {
        assertThatThrownBy(() -> encoder.encode(pixels, t, out))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("Times lie in [0, 1]");
      }
      var times = floats(4);
      times.setAtIndex(ValueLayout.JAVA_FLOAT, 2, 2);
      assertThatThrownBy(() -> encoder.encode(pixels, times, out))
          .hasMessage("Times lie in [0, 1], number 2 is 2.0");
      assertThatThrownBy(() -> encoder.encode(pixels, .5, floats(16)))
          .hasMessageContaining("out has 64 bytes, expected 64 floats");
      assertThatThrownBy(() -> encoder.encode(pixels.asSlice(4), floats(4), out))
          .hasMessageContaining("pixels has");
      assertThatThrownBy(() -> encoder.encode(floats(0), floats(0), floats(0)))
          .isInstanceOf(IllegalArgumentException.class);
      encoder.encode(pixels, .5, out);
      assertThat(out.getAtIndex(ValueLayout.JAVA_FLOAT, 0)).isFinite();
    }
  }

  @Test
  void pixelsMayLieInTheJavaHeap() throws IOException {
    try (var golden = Golden.open("encoder-wrn10-quarter-gaussian");
        var encoder = load(golden, Precision.FLOAT32, Layout.CONTIGUOUS)) {
      var x = golden.file().data("x").toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
      assertThat(codes(encoder, MemorySegment.ofArray(x), .5))
          .isEqualTo(codes(encoder, copy(golden.file().data("x")), .5));
    }
  }

  @Test
  void filesThatDoNotFitAreRefused() throws IOException {
    try (var golden = Golden.open("encoder-wrn10-quarter-gaussian")) {
      var files = files(golden, spec(golden));
      assertThatThrownBy(
              () -> Encoder.load(ENGINE, files, Weights.EMA, Precision.FLOAT32, Layout.CONTIGUOUS))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("holds the raw weights, not the ema ones");
      var other = spec(golden);
      new ModelSpec(
              new EncoderSpec(10, .5, LatentKind.GAUSSIAN, 3),
              other.scoreNetwork(),
              other.sde(),
              other.objective(),
              other.preprocessing(),
              0)
          .write(files.spec());
      assertThatThrownBy(
              () -> Encoder.load(ENGINE, files, Weights.RAW, Precision.FLOAT32, Layout.CONTIGUOUS))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("does not fit model.json");
      Files.writeString(files.spec(), "{\"encoder\": 3}");
      assertThatThrownBy(() -> ModelSpec.read(files.spec()))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("model.json: No ModelSpec");
    }
  }

  @Test
  void encodingLeavesNoNativeMemoryBehind() throws IOException {
    try (var golden = Golden.open("encoder-wrn10-quarter-gaussian");
        var encoder = load(golden, Precision.BFLOAT16, Layout.CHANNELS_LAST)) {
      var pixels = copy(golden.file().data("x")); // 49 kB
      var out = floats(4 * 16);
      encode(encoder, pixels, out, 100);
      long before = NativeMemory.used();
      encode(encoder, pixels, out, 500);
      // Measured 0.1 MB; one copy of the pixels left behind at each call would make 24 MB.
      assertThat(NativeMemory.used() - before).isLessThan(8 << 20);
    }
  }

  private static void encode(Encoder encoder, MemorySegment pixels, MemorySegment out, int times) {
    for (int i = 0; i < times; i++) {
      encoder.encode(pixels, .5, out);
    }
  }

  private Encoder load(Golden golden, Precision precision, Layout layout) {
    return load(golden, spec(golden), precision, layout);
  }

  private Encoder load(Golden golden, ModelSpec spec, Precision precision, Layout layout) {
    try {
      return Encoder.load(ENGINE, files(golden, spec), Weights.RAW, precision, layout);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The golden file's encoder as a model's files. */
  private ModelFiles files(Golden golden, ModelSpec spec) throws IOException {
    var files = ModelFiles.in(folder, Weights.RAW);
    spec.write(files.spec());
    var infos = new ArrayList<TensorInfo>();
    for (var info : golden.file().tensors().values()) {
      if (info.name().startsWith("w.")) {
        infos.add(
            new TensorInfo("encoder." + info.name().substring(2), info.dtype(), info.shape()));
      }
    }
    try (var writer =
        SafetensorsWriter.create(files.weights(), infos, ModelFiles.metadata(Weights.RAW))) {
      for (var info : infos) {
        var stored = "w." + info.name().substring("encoder.".length());
        writer.write(info.name(), golden.file().data(stored));
      }
    }
    return files;
  }

  private static ModelSpec spec(Golden golden) {
    var kind =
        golden.setting("gaussian").equals("True") ? LatentKind.GAUSSIAN : LatentKind.DETERMINISTIC;
    int size = (int) golden.number("image");
    return new ModelSpec(
        new EncoderSpec((int) golden.number("depth"), golden.number("widen"), kind, 3),
        network(size),
        sde(),
        kind == LatentKind.GAUSSIAN ? Objective.vdrl() : Objective.drl(),
        new Preprocessing(3, size, size, List.of(0., 0., 0.), List.of(1., 1., 1.)),
        0);
  }

  private static ScoreNetworkSpec network(int size) {
    return ScoreNetworkSpec.small(size, 3);
  }

  private static VarianceExploding sde() {
    return VarianceExploding.published();
  }

  private MemorySegment copy(MemorySegment source) {
    return arena.allocate(source.byteSize(), 64).copyFrom(source);
  }

  private MemorySegment floats(int count) {
    return arena.allocate((long) count * Float.BYTES, 64);
  }
}
