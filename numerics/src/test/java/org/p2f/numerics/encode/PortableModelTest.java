package org.p2f.numerics.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.repository.zoo.Criteria;
import ai.djl.translate.NoopTranslator;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.train.TinyRun;
import org.p2f.numerics.train.Trainer;
import org.p2f.numerics.train.TrainingSpec;
import org.p2f.spec.network.Weights;

/** Exported models answer as the encoder does. */
class PortableModelTest {

  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);
  private static final int IMAGES = 3;

  /** Float32 sums in another order; measured 1.1e-7. */
  private static final double BOUND = 2e-6;

  private static final float[] TIMES = {0, .3f, 1};

  @TempDir static Path folder;

  /** A model, pixels and their codes. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Case(Path folder, float[] pixels, float[] codes) {
    ModelFiles files() {
      return ModelFiles.in(folder, Weights.RAW);
    }
  }

  static Stream<Named<Case>> models() throws IOException {
    return Stream.of(
        Named.of("published", made("published", TinyRun.spec(4))),
        Named.of("all options", made("options", TinyRun.withAllOptions(4))));
  }

  private static Case made(String name, TrainingSpec spec) throws IOException {
    var model = Files.createDirectories(folder.resolve(name));
    try (var data = ImageDataset.open(TinyRun.dataset(folder, 1));
        var trainer = Trainer.start(ENGINE, spec, data)) {
      for (int i = 0; i < spec.steps(); i++) {
        trainer.step();
      }
      trainer.exportModel(model);
    }
    try (var encoder =
        Encoder.load(
            ENGINE,
            ModelFiles.in(model, Weights.RAW),
            Weights.RAW,
            Precision.FLOAT32,
            Layout.CONTIGUOUS)) {
      var pixels = new float[IMAGES * encoder.spec().preprocessing().values()];
      var random = new Random(1);
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = random.nextFloat();
      }
      var codes = new float[IMAGES * encoder.spec().latentSize()];
      encoder.encode(
          MemorySegment.ofArray(pixels),
          MemorySegment.ofArray(TIMES),
          MemorySegment.ofArray(codes));
      return new Case(model, pixels, codes);
    }
  }

  private static double error(float[] actual, float[] codes) {
    assertThat(actual).hasSameSizeAs(codes);
    double worst = 0;
    double largest = 0;
    for (int i = 0; i < codes.length; i++) {
      worst = Math.max(worst, Math.abs(actual[i] - codes[i]));
      largest = Math.max(largest, Math.abs(codes[i]));
    }
    return worst / largest;
  }

  @ParameterizedTest
  @MethodSource("models")
  void torchScriptArchiveGivesTheCodesByItself(Case model) throws IOException {
    var archive = folder.resolve("model.pt");
    PortableModel.writeTorchScript(model.files(), Weights.RAW, archive);
    try (var scope = ENGINE.newScope();
        var in = Files.newInputStream(archive);
        PtSymbolBlock module = JniUtils.loadModule(scope, in, false, false)) {
      NDArray z =
          IValueUtils.forward(
                  module,
                  new NDList(
                      scope.create(model.pixels(), new Shape(IMAGES, 3, 32, 32)),
                      scope.create(TIMES)),
                  false)
              .singletonOrThrow();
      assertThat(error(z.toFloatArray(), model.codes())).isLessThan(BOUND);
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void onnxModelGivesTheCodesInOnnxRuntime(Case model) throws Exception {
    var onnx = folder.resolve("encoder.onnx");
    PortableModel.writeOnnx(model.files(), Weights.RAW, onnx);
    var criteria =
        Criteria.builder()
            .setTypes(NDList.class, NDList.class)
            .optEngine("OnnxRuntime")
            .optModelPath(onnx)
            .optTranslator(new NoopTranslator())
            .build();
    try (var loaded = criteria.loadModel();
        var predictor = loaded.newPredictor();
        var manager = loaded.getNDManager().newSubManager()) {
      NDArray z =
          predictor
              .predict(
                  new NDList(
                      manager.create(model.pixels(), new Shape(IMAGES, 3, 32, 32)),
                      manager.create(TIMES)))
              .singletonOrThrow();
      assertThat(error(z.toFloatArray(), model.codes())).isLessThan(BOUND);
    }
  }

  /** Plain {@code torch.jit.load}, nothing of ours. */
  @ParameterizedTest
  @MethodSource("models")
  void pythonOpensTheArchive(Case model) throws IOException, InterruptedException {
    var python = System.getProperty("p2f.python", "python3");
    assumeTrue(runs(python, "import torch"), "Skipped: no python3 with torch (-Dp2f.python=…)");
    var archive = folder.resolve("for-python.pt");
    PortableModel.writeTorchScript(model.files(), Weights.RAW, archive);
    var input = folder.resolve("pixels.csv");
    Files.writeString(input, text(model.pixels()));
    var script =
        """
        import torch
        m = torch.jit.load(r'%s')
        x = torch.tensor([float(v) for v in open(r'%s').read().split()]).reshape(%d, 3, 32, 32)
        t = torch.tensor([0.0, 0.3, 1.0])
        z = m(x, t)
        s = m.score(m.preprocess(x), t, z)
        assert s.shape == x.shape and bool(torch.isfinite(s).all())
        open(r'%s', 'w').write(' '.join(str(v) for v in z.flatten().tolist()))
        """
            .formatted(archive, input, IMAGES, folder.resolve("codes.csv"));
    assertThat(runs(python, script)).isTrue();
    String[] words = Files.readString(folder.resolve("codes.csv")).split(" ");
    var z = new float[words.length];
    for (int i = 0; i < z.length; i++) {
      z[i] = Float.parseFloat(words[i]);
    }
    assertThat(error(z, model.codes())).isLessThan(BOUND);
  }

  private static String text(float[] values) {
    var text = new StringBuilder();
    for (float value : values) {
      text.append(value).append(' ');
    }
    return text.toString();
  }

  private static boolean runs(String python, String script)
      throws IOException, InterruptedException {
    var log = folder.resolve("python.log");
    Process process;
    try {
      process =
          new ProcessBuilder(python, "-c", script)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException e) {
      return false; // there is no such program
    }
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("Python does not end");
    }
    if (process.exitValue() != 0) {
      System.err.println(Files.readString(log, StandardCharsets.UTF_8).strip());
    }
    return process.exitValue() == 0;
  }
}
