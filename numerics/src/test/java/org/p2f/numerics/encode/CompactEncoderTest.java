package org.p2f.numerics.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.tensor.DataType;
import org.p2f.numerics.tensor.SafetensorsFile;
import org.p2f.numerics.tensor.SafetensorsWriter;
import org.p2f.numerics.tensor.TensorInfo;
import org.p2f.numerics.train.TinyRun;
import org.p2f.numerics.train.Trainer;
import org.p2f.spec.network.Weights;

class CompactEncoderTest {

  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);

  @TempDir static Path trained;

  @TempDir Path folder;
  @TempDir Path unpacked;

  @BeforeAll
  static void train() throws IOException {
    try (var data = ImageDataset.open(TinyRun.dataset(trained, 1));
        var trainer = Trainer.start(ENGINE, TinyRun.withAllOptions(2), data)) {
      trainer.step();
      trainer.step();
      trainer.exportModel(trained);
    }
  }

  @BeforeEach
  void pack() throws IOException {
    CompactEncoder.pack(ModelFiles.in(trained, Weights.RAW), Weights.RAW, weights());
    Files.copy(trained.resolve(ModelFiles.SPEC), folder.resolve(ModelFiles.SPEC));
  }

  private Path weights() {
    return folder.resolve(Weights.RAW.file());
  }

  @Test
  void packedWeightsAreTheEncodersToHalfPrecision() throws IOException {
    CompactEncoder.unpack(ENGINE, folder, unpacked);
    try (var before = SafetensorsFile.open(trained.resolve("weights.safetensors"));
        var after = SafetensorsFile.open(unpacked.resolve("weights.safetensors"))) {
      assertThat(after.tensors().keySet())
          .isNotEmpty()
          .containsExactlyInAnyOrderElementsOf(
              before.tensors().keySet().stream().filter(n -> n.startsWith("encoder.")).toList());
      for (var name : after.tensors().keySet()) {
        float[] exact = floats(before, name);
        float[] near = floats(after, name);
        for (int i = 0; i < exact.length; i++) {
          // Half a unit in the last of 11 bits, or of the smallest numbers.
          double bound =
              isParameter(name)
                  ? Math.max(Math.abs(exact[i]) * Math.pow(2, -11), Math.pow(2, -25))
                  : 0;
          assertThat(Math.abs(near[i] - exact[i])).as(name).isLessThanOrEqualTo((float) bound);
        }
      }
    }
    assertThat(unpacked.resolve("model.json"))
        .hasSameTextualContentAs(trained.resolve("model.json"));
    assertThat(Files.size(weights()))
        .isLessThan(Files.size(unpacked.resolve("weights.safetensors")) * 11 / 20)
        .isLessThan(Files.size(trained.resolve("weights.safetensors")) / 2);
  }

  private static boolean isParameter(String name) {
    return !name.contains("running_") && !name.endsWith(".W");
  }

  private static float[] floats(SafetensorsFile file, String name) {
    return file.data(name).toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
  }

  @Test
  void codesAreThoseOfTheModelThatWasPacked() throws IOException {
    CompactEncoder.unpack(ENGINE, folder, unpacked);
    var goldens = GoldenVectors.read(unpacked.resolve(ModelFiles.GOLDENS));
    try (var before = encoder(trained);
        var after = encoder(unpacked)) {
      assertThat(goldens.maxRelativeError(after)).isLessThan(1e-6);
      // Weights rounded to 11 bits, half a unit in the last of which is 4.9e-4.
      assertThat(goldens.maxRelativeError(after, before)).isLessThan(5e-3).isPositive();
    }
  }

  private static Encoder encoder(Path model) throws IOException {
    return Encoder.load(
        ENGINE,
        ModelFiles.in(model, Weights.RAW),
        Weights.RAW,
        Precision.FLOAT32,
        Layout.CONTIGUOUS);
  }

  @Test
  void goldenImagesAreTheSameEachTime() throws IOException {
    CompactEncoder.unpack(ENGINE, folder, unpacked);
    byte[] first = Files.readAllBytes(unpacked.resolve(ModelFiles.GOLDENS));
    CompactEncoder.unpack(ENGINE, folder, unpacked);
    assertThat(unpacked.resolve(ModelFiles.GOLDENS)).hasBinaryContent(first);
  }

  @Test
  void otherProgramsRunTheEncoderAlone() throws IOException {
    CompactEncoder.unpack(ENGINE, folder, unpacked);
    var alone = folder.resolve("alone.pt");
    var whole = folder.resolve("whole.pt");
    PortableModel.writeTorchScript(ModelFiles.in(unpacked, Weights.RAW), Weights.RAW, alone);
    PortableModel.writeTorchScript(ModelFiles.in(trained, Weights.RAW), Weights.RAW, whole);
    assertThat(code(whole)).contains("def forward").contains("def score");
    assertThat(code(alone)).contains("def forward").doesNotContain("def score");
    PortableModel.writeOnnx(
        ModelFiles.in(unpacked, Weights.RAW), Weights.RAW, folder.resolve("encoder.onnx"));
    assertThat(folder.resolve("encoder.onnx")).isNotEmptyFile();
  }

  private static String code(Path archive) throws IOException {
    var text = new StringBuilder();
    try (var zip = new ZipFile(archive.toFile())) {
      for (var entry : zip.stream().filter(e -> e.getName().endsWith(".py")).toList()) {
        try (var in = zip.getInputStream(entry)) {
          text.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
      }
    }
    return text.toString();
  }

  @Test
  void weightsThatFloat16CannotHoldAreRefused() throws IOException {
    for (float value : new float[] {65_520, -1e9f, Float.NaN}) {
      var files = changed(value);
      var target = folder.resolve("packed.safetensors");
      assertThatThrownBy(() -> CompactEncoder.pack(files, Weights.RAW, target))
          .isInstanceOf(ArithmeticException.class)
          .hasMessageStartingWith("odd.safetensors: value 0 of 'encoder.")
          .hasMessageEndingWith("is %s, which float16 cannot hold".formatted(value));
      assertThat(target).doesNotExist();
    }
    CompactEncoder.pack(changed(65_519), Weights.RAW, folder.resolve("packed.safetensors"));
  }

  /** The model with another first value of a parameter. */
  private ModelFiles changed(float value) throws IOException {
    var file = folder.resolve("odd.safetensors");
    try (var source = SafetensorsFile.open(trained.resolve("weights.safetensors"));
        var writer =
            SafetensorsWriter.create(
                file, List.copyOf(source.tensors().values()), source.metadata())) {
      var first =
          source.tensors().keySet().stream()
              .filter(name -> name.startsWith("encoder.") && isParameter(name))
              .findFirst()
              .orElseThrow();
      for (var name : source.tensors().keySet()) {
        float[] values = floats(source, name);
        if (name.equals(first)) {
          values[0] = value;
        }
        writer.write(name, MemorySegment.ofArray(values));
      }
    }
    return new ModelFiles(file, folder.resolve(ModelFiles.SPEC));
  }

  @Test
  void filesThatHoldNoEncoderAreRefused() throws IOException {
    var other =
        new ModelFiles(trained.resolve(ModelFiles.GOLDENS), folder.resolve(ModelFiles.SPEC));
    assertThatThrownBy(() -> CompactEncoder.pack(other, Weights.RAW, folder.resolve("p")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("goldens.safetensors does not fit model.json: it has no 'encoder.");
    Files.copy(
        trained.resolve("weights.safetensors"), weights(), StandardCopyOption.REPLACE_EXISTING);
    refused("weights.safetensors is no packed encoder");
  }

  @Test
  void cutMissingAndOddFilesAreNamed() throws IOException {
    byte[] whole = Files.readAllBytes(weights());
    Files.write(weights(), Arrays.copyOf(whole, whole.length - 1));
    refused("weights.safetensors: at byte ");

    byte[] infinite = whole.clone(); // the last number, a float16
    infinite[whole.length - 1] = 0x7c;
    infinite[whole.length - 2] = 0;
    Files.write(weights(), infinite);
    refused("weights.safetensors: value ");

    try (var writer =
        SafetensorsWriter.create(
            weights(),
            List.of(new TensorInfo("encoder.x", DataType.F16, 1)),
            Map.of("format", "p2f-encoder-1", "weights", "raw"))) {
      writer.write("encoder.x", MemorySegment.ofArray(new short[1]));
    }
    refused("weights.safetensors does not fit model.json");

    Files.delete(weights());
    refused("weights.safetensors");
    Files.write(weights(), whole);
    Files.writeString(folder.resolve("model.json"), "{}");
    refused("model.json: No ModelSpec");
    Files.delete(folder.resolve("model.json"));
    refused("model.json");
  }

  private void refused(String message) {
    assertThatThrownBy(() -> CompactEncoder.unpack(ENGINE, folder, unpacked))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(message);
  }
}
