package org.p2f.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.compute.Compute;
import org.p2f.numerics.encode.Encoder;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.spec.network.Weights;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.json.JsonMapper;

/** The lines of Python in a model's card, run by PyTorch as they stand there. */
class HubCodeTest extends TrainingTest {
  private static final String PYTHON = System.getProperty("p2f.python", "python3");
  private static final int IMAGES = 3;
  private static final float[] TIMES = {0, .5f, 1};

  /** Of the largest value of the codes: float32 sums in another order; measured 4.4e-7. */
  private static final double BOUND = 1e-5;

  /** What a reader would add, to hand in images and times and take out codes. */
  private static final String CALL =
      """
      import struct
      def floats(file): return torch.frombuffer(bytearray(open(file, "rb").read()), dtype=torch.float32)
      z = encode(floats("pixels.bin").reshape(3, *(c["pixels"][k] for k in ("channels", "height", "width"))), floats("t.bin"))
      assert z.shape == codes.shape
      open("codes.bin", "wb").write(struct.pack(f"<{z.numel()}f", *z.flatten().tolist()))
      """;

  @TempDir Path directory;
  @Autowired Artifacts artifacts;
  @Autowired Compute compute;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'preset': 'tiny', 'objective': 'drl'}",
        "{'preset': 'tiny', 'objective': 'vdrl'}",
        "{'preset': 'small', 'objective': 'vdrl'}",
        "{'preset': 'small', 'objective': 'drl'}",
        "{'encoder': {'readout': 'pooled', 'conditioning': 'shift', 'fourierScale': 16}}",
        "{'encoder': {'readout': 'pooled', 'latentSize': 2, 'conditioning': 'shift', 'depth': 16}}",
        "{'encoder': {'readout': 'projected', 'time': 'fixed'}, 'diffusion': {'kind': 'vp'}}",
        "{'diffusion': {'kind': 'sub-vp'}, 'images': {'scaling': 'unit'}}",
        "{'objective': 'vae', 'encoder': {'readout': 'pooled', 'latentSize': 8}}",
      })
  void codeOfEveryKindOfEncoderGivesTheEncodersCodes(String overrides) throws Exception {
    String model = model(overrides);
    assertSame(model, Weights.RAW);
  }

  @ParameterizedTest
  @EnumSource(Weights.class)
  void folderHoldsTheWeightsThatWereAskedFor(Weights weights) throws Exception {
    assertSame(model("{}"), weights);
  }

  private String model(String overrides) {
    Map<String, Object> request = new HashMap<>(Map.of("steps", 2));
    JsonMapper.shared()
        .readTree(overrides.replace('\'', '"'))
        .properties()
        .forEach(field -> request.put(field.getKey(), field.getValue()));
    return modelOf(trained(request));
  }

  private void assertSame(String model, Weights weights) throws Exception {
    assumeTrue(
        runs("-c", "import torch, safetensors"),
        "Skipped: no python3 with torch and safetensors (-Dp2f.python=…)");
    String kind = weights.name().toLowerCase(Locale.ROOT);
    var folder =
        HubFolder.of(
            api()
                .get("/v1/models/%s/exports/huggingface?weights=%s".formatted(model, kind))
                .body());
    folder.unpacked(directory);
    var pixels = folder.config().path("pixels");
    int height = pixels.path("height").asInt();
    int width = pixels.path("width").asInt();
    float[] images = new float[IMAGES * pixels.path("channels").asInt() * height * width];
    var random = new Random(3);
    for (int i = 0; i < images.length; i++) {
      images[i] = random.nextFloat();
    }
    write("pixels.bin", images);
    write("t.bin", TIMES);
    Files.writeString(directory.resolve("run.py"), folder.python() + CALL);
    assertThat(runs("run.py")).as(Files.readString(directory.resolve("log"))).isTrue();
    assertThat(error(read("codes.bin"), codes(model, weights, images))).isLessThan(BOUND);
  }

  private float[] codes(String model, Weights weights, float[] images) throws IOException {
    Artifact artifact = artifacts.find(model).orElseThrow();
    var files =
        new ModelFiles(
            artifacts.open(artifact, weights.file()), artifacts.open(artifact, ModelFiles.SPEC));
    try (var encoder =
        Encoder.load(compute.engine(), files, weights, Precision.FLOAT32, Layout.CONTIGUOUS)) {
      var codes = new float[IMAGES * encoder.spec().latentSize()];
      encoder.encode(
          MemorySegment.ofArray(images),
          MemorySegment.ofArray(TIMES),
          MemorySegment.ofArray(codes));
      return codes;
    }
  }

  private static double error(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    double worst = 0;
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      worst = Math.max(worst, Math.abs((double) actual[i] - expected[i]));
      largest = Math.max(largest, Math.abs(expected[i]));
    }
    return worst / largest;
  }

  private void write(String name, float[] values) throws IOException {
    var bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    Files.write(directory.resolve(name), bytes.array());
  }

  private float[] read(String name) throws IOException {
    var bytes = Files.readAllBytes(directory.resolve(name));
    var values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  private boolean runs(String... words) throws IOException, InterruptedException {
    try {
      var command = new ArrayList<String>();
      command.add(PYTHON);
      command.addAll(List.of(words));
      var process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("log").toFile())
              .start();
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError("Python does not end");
      }
      return process.exitValue() == 0;
    } catch (IOException absent) {
      return false;
    }
  }
}
