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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.train.TinyRun;
import org.p2f.numerics.train.Trainer;

/** Exported models answer as the encoder does. */
class PortableModelTest {

  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);
  private static final int IMAGES = 3;

  /** Float32 sums in another order; measured 1.1e-7. */
  private static final double BOUND = 2e-6;

  @TempDir static Path folder;

  private static float[] pixels = {};
  private static final float[] TIMES = {0, .3f, 1};
  private static float[] codes = {};

  @BeforeAll
  static void makeModel() throws IOException {
    try (var data = ImageDataset.open(TinyRun.dataset(folder, 1));
        var trainer = Trainer.start(ENGINE, TinyRun.spec(4), data)) {
      for (int i = 0; i < 4; i++) {
        trainer.step();
      }
      trainer.exportModel(folder);
    }
    try (var encoder =
        Encoder.load(ENGINE, files(), Weights.RAW, Precision.FLOAT32, Layout.CONTIGUOUS)) {
      pixels = new float[IMAGES * encoder.spec().preprocessing().values()];
      var random = new Random(1);
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = random.nextFloat();
      }
      codes = new float[IMAGES * encoder.spec().latentSize()];
      encoder.encode(
          MemorySegment.ofArray(pixels),
          MemorySegment.ofArray(TIMES),
          MemorySegment.ofArray(codes));
    }
  }

  private static ModelFiles files() {
    return ModelFiles.in(folder, Weights.RAW);
  }

  private static double error(float[] actual) {
    assertThat(actual).hasSameSizeAs(codes);
    double worst = 0;
    double largest = 0;
    for (int i = 0; i < codes.length; i++) {
      worst = Math.max(worst, Math.abs(actual[i] - codes[i]));
      largest = Math.max(largest, Math.abs(codes[i]));
    }
    return worst / largest;
  }

  @Test
  void torchScriptArchiveGivesTheCodesByItself() throws IOException {
    var archive = folder.resolve("model.pt");
    PortableModel.writeTorchScript(files(), Weights.RAW, archive);
    try (var scope = ENGINE.newScope();
        var in = Files.newInputStream(archive);
        PtSymbolBlock module = JniUtils.loadModule(scope, in, false, false)) {
      NDArray z =
          IValueUtils.forward(
                  module,
                  new NDList(
                      scope.create(pixels, new Shape(IMAGES, 3, 32, 32)), scope.create(TIMES)),
                  false)
              .singletonOrThrow();
      assertThat(error(z.toFloatArray())).isLessThan(BOUND);
    }
  }

  @Test
  void onnxModelGivesTheCodesInOnnxRuntime() throws Exception {
    var model = folder.resolve("encoder.onnx");
    PortableModel.writeOnnx(files(), Weights.RAW, model);
    var criteria =
        Criteria.builder()
            .setTypes(NDList.class, NDList.class)
            .optEngine("OnnxRuntime")
            .optModelPath(model)
            .optTranslator(new NoopTranslator())
            .build();
    try (var loaded = criteria.loadModel();
        var predictor = loaded.newPredictor();
        var manager = loaded.getNDManager().newSubManager()) {
      NDArray z =
          predictor
              .predict(
                  new NDList(
                      manager.create(pixels, new Shape(IMAGES, 3, 32, 32)), manager.create(TIMES)))
              .singletonOrThrow();
      assertThat(error(z.toFloatArray())).isLessThan(BOUND);
    }
  }

  /** Plain {@code torch.jit.load}, nothing of ours. */
  @Test
  void pythonOpensTheArchive() throws IOException, InterruptedException {
    var python = System.getProperty("p2f.python", "python3");
    assumeTrue(runs(python, "import torch"), "Skipped: no python3 with torch (-Dp2f.python=…)");
    var archive = folder.resolve("for-python.pt");
    PortableModel.writeTorchScript(files(), Weights.RAW, archive);
    var input = folder.resolve("pixels.csv");
    Files.writeString(input, text(pixels));
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
    assertThat(error(z)).isLessThan(BOUND);
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
