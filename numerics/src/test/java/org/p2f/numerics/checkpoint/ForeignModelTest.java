package org.p2f.numerics.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.data.InvalidData;
import org.p2f.numerics.data.NamedFile;
import org.p2f.numerics.encode.Encoder;
import org.p2f.numerics.encode.GoldenVectors;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.encode.ModelSpec;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.tensor.DataType;
import org.p2f.numerics.tensor.SafetensorsFile;
import org.p2f.numerics.tensor.SafetensorsWriter;
import org.p2f.numerics.tensor.TensorInfo;
import org.p2f.numerics.test.ReferenceCheck;
import org.p2f.numerics.train.TinyRun;
import org.p2f.numerics.train.Trainer;
import org.p2f.spec.data.Preprocessing;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.network.EncoderSpec;
import org.p2f.spec.network.NcsnPlusPlusSpec;
import org.p2f.spec.network.UNetOptions;
import org.p2f.spec.network.Weights;
import org.p2f.spec.objective.Objective;

class ForeignModelTest {

  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);
  private static final Path FIXTURE = Path.of("src/test/resources/checkpoint");

  /**
   * Share of the largest value; 3.7e-6 was measured. PyTorch had the phases of ln σ(t), up to some
   * hundreds, in float32; here they are computed in float64.
   */
  private static final double TOLERANCE = 1e-5;

  @TempDir Path directory;

  private static ModelSpec spec(int features, Objective objective) {
    return new ModelSpec(
        new EncoderSpec(10, .125, objective.latent(), 3),
        new NcsnPlusPlusSpec(
            features, List.of(1, 1, 1), 1, List.of(8), .1, 16, 3, UNetOptions.published()),
        VarianceExploding.published(),
        objective,
        new Preprocessing(3, 16, 16, List.of(.4914, .4822, .4465), List.of(.2470, .2435, .2616)),
        7);
  }

  private static final ModelSpec SPEC = spec(4, Objective.drl());

  private static NamedFile checkpoint() {
    return NamedFile.of(FIXTURE.resolve("checkpoint.pth"));
  }

  @ReferenceCheck
  @Test
  void encodingsOfPyTorchCheckpointAreThoseOfPyTorch() throws IOException {
    try (var model = ForeignModel.open(checkpoint(), null)) {
      var fit = model.fit(SPEC, false);
      assertThat(fit.misfits()).isEmpty();
      assertThat(fit.encoderAlone()).isFalse();
      assertThat(fit.weights()).containsExactly(Weights.RAW, Weights.EMA);
      assertThat(model.step()).hasValue(7);
      assertThat(model.unread()).containsExactly("optimizer");
      assertThat(fit.leftOut())
          .extracting(LeftOut::name)
          .contains(
              "module.sigmas",
              "module.encoder.linear.weight",
              "module.encoder.linear.bias",
              "module.encoder.time_embedding.param_t",
              "module.encoder.bn1.num_batches_tracked")
          .allMatch(
              name ->
                  name.endsWith("num_batches_tracked")
                      || name.contains("linear")
                      || name.endsWith("param_t")
                      || name.endsWith("sigmas"));
      model.write(ENGINE, SPEC, false, directory);
    }
    assertThat(error(Weights.RAW, "z")).isLessThan(TOLERANCE);
    assertThat(error(Weights.EMA, "z_ema")).isLessThan(TOLERANCE);
    assertThat(error(Weights.EMA, "z")).isGreaterThan(100 * TOLERANCE);
    try (var encoder = encoder(Weights.RAW)) {
      assertThat(
              GoldenVectors.read(directory.resolve(ModelFiles.GOLDENS)).maxRelativeError(encoder))
          .isLessThan(1e-6); // the goldens are of the other memory layout
    }
  }

  private Encoder encoder(Weights weights) throws IOException {
    return Encoder.load(
        ENGINE,
        ModelFiles.in(directory, weights),
        weights,
        Precision.FLOAT32,
        Layout.CHANNELS_LAST);
  }

  /** Largest deviation of the codes from PyTorch's, as a share of the largest of those. */
  private double error(Weights weights, String codes) throws IOException {
    try (var expected = SafetensorsFile.open(FIXTURE.resolve("codes.safetensors"));
        var encoder = encoder(weights);
        var arena = Arena.ofConfined()) {
      float[] z = expected.data(codes).toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
      float[] t = expected.data("t").toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
      int images = (int) expected.tensor("x").shape()[0];
      int size = SPEC.latentSize();
      var out = arena.allocate((long) images * size * Float.BYTES, 64);
      double largest = 0;
      double off = 0;
      for (int k = 0; k < t.length; k++) {
        encoder.encode(expected.data("x"), t[k], out);
        for (int i = 0; i < images; i++) {
          for (int c = 0; c < size; c++) {
            double there = z[(i * t.length + k) * size + c];
            double here = out.getAtIndex(ValueLayout.JAVA_FLOAT, (long) i * size + c);
            largest = Math.max(largest, Math.abs(there));
            off = Math.max(off, Math.abs(here - there));
          }
        }
      }
      return off / largest;
    }
  }

  @Test
  void encoderAloneIsTakenOnRequestAndWhereNothingElseIsThere() throws IOException {
    try (var model = ForeignModel.open(checkpoint(), null)) {
      var fit = model.fit(spec(64, Objective.drl()), true);
      assertThat(fit.misfits()).isEmpty();
      assertThat(fit.encoderAlone()).isTrue();
      assertThat(fit.parameterCount().scoreNetwork()).isZero();
      model.write(ENGINE, SPEC, true, directory);
    }
    assertThat(error(Weights.RAW, "z")).isLessThan(TOLERANCE);
    var bare = directory.resolve("bare.safetensors");
    copy(directory.resolve("weights.safetensors"), bare, name -> name.substring(8));
    try (var model = ForeignModel.open(NamedFile.of(bare), null)) {
      var fit = model.fit(SPEC, false);
      assertThat(fit.misfits()).isEmpty();
      assertThat(fit.encoderAlone()).isTrue();
      assertThat(fit.weights()).containsExactly(Weights.RAW);
      model.write(ENGINE, SPEC, false, directory);
    }
    assertThat(error(Weights.RAW, "z")).isLessThan(TOLERANCE);
  }

  private static void copy(Path from, Path to, UnaryOperator<String> renaming) throws IOException {
    try (var source = SafetensorsFile.open(from)) {
      List<TensorInfo> infos = new ArrayList<>();
      source
          .tensors()
          .values()
          .forEach(i -> infos.add(new TensorInfo(renaming.apply(i.name()), i.dtype(), i.shape())));
      try (var writer = SafetensorsWriter.create(to, infos, Map.of())) {
        for (String name : source.tensors().keySet()) {
          writer.write(renaming.apply(name), source.data(name));
        }
      }
    }
  }

  @Test
  void whatDoesNotFitIsNamedTensorByTensor() throws IOException {
    try (var model = ForeignModel.open(checkpoint(), null)) {
      var wider = model.fit(spec(8, Objective.drl()), false).misfits();
      assertThat(wider)
          .contains(
              new Misfit(
                  Misfit.Kind.SHAPE,
                  "module.latent_to_temb.weight",
                  "has the shape [16, 8], the networks need [32, 8]"));
      var gaussian = model.fit(spec(4, Objective.vdrl()), false).misfits();
      assertThat(gaussian)
          .extracting(Misfit::tensor)
          .containsExactlyInAnyOrder("encoder.linear_latent.weight", "encoder.linear_latent.bias");
      assertThat(gaussian).extracting(Misfit::kind).containsOnly(Misfit.Kind.MISSING);
      assertThatThrownBy(() -> model.write(ENGINE, spec(8, Objective.drl()), false, directory))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(directory.toFile().list()).isEmpty();
    }
  }

  @Test
  void exportedModelBecomesTheSameBytesAgain() throws IOException {
    var trained = Files.createDirectories(directory.resolve("trained"));
    var again = Files.createDirectories(directory.resolve("again"));
    try (var data = ImageDataset.open(TinyRun.dataset(trained, 1));
        var trainer = Trainer.start(ENGINE, TinyRun.withAllOptions(2), data)) {
      trainer.step();
      trainer.exportModel(trained);
    }
    try (var model =
        ForeignModel.open(
            NamedFile.of(trained.resolve("weights.safetensors")),
            NamedFile.of(trained.resolve("ema.safetensors")))) {
      var spec = ForeignModel.readSpec(NamedFile.of(trained.resolve("model.json")));
      assertThat(model.fit(spec, false).misfits()).isEmpty();
      assertThat(model.fit(spec, false).parameterCount())
          .isEqualTo(TinyRun.withAllOptions(2).parameterCount());
      model.write(ENGINE, spec, false, again);
    }
    copy(
        trained.resolve("ema.safetensors"),
        trained.resolve("other.safetensors"),
        name -> name.equals("encoder.bn1.bias") ? "encoder.bn1.bias2" : name);
    try (var model =
        ForeignModel.open(
            NamedFile.of(trained.resolve("weights.safetensors")),
            NamedFile.of(trained.resolve("other.safetensors")))) {
      var spec = ForeignModel.readSpec(NamedFile.of(trained.resolve("model.json")));
      assertThat(model.fit(spec, false).misfits())
          .extracting(Misfit::tensor)
          .containsExactly("encoder.bn1.bias2", "encoder.bn1.bias");
    }
    for (String file : List.of("weights.safetensors", "ema.safetensors", "model.json")) {
      assertThat(again.resolve(file)).hasSameBinaryContentAs(trained.resolve(file));
    }
    assertThatThrownBy(
            () -> ForeignModel.open(NamedFile.of(trained.resolve("ema.safetensors")), null).close())
        .isInstanceOf(InvalidData.class)
        .hasMessageContaining("holds the ema weights, not the raw ones");
  }

  @Test
  void numbersOfOtherTypesAreReadAndInfinitiesRefused() throws IOException {
    try (var model = ForeignModel.open(checkpoint(), null)) {
      model.write(ENGINE, SPEC, true, directory);
    }
    var weights = directory.resolve("weights.safetensors");
    var wide = directory.resolve("wide.safetensors");
    double[] planted = {.1, -2, 1e300, 0, 0, 0, 0, 0};
    assertThatThrownBy(() -> replaced(weights, wide, planted))
        .isInstanceOf(InvalidData.class)
        .hasMessage("wide.safetensors: value 2 of 'encoder.bn1.bias' is Infinity in float32");
    planted[2] = 3;
    var found = replaced(weights, wide, planted);
    assertThat(found).startsWith((float) .1, -2, 3);
  }

  /** With a float64 tensor in the place of the last normalisation's biases; what became of it. */
  private float[] replaced(Path weights, Path wide, double[] values) throws IOException {
    try (var source = SafetensorsFile.open(weights)) {
      List<TensorInfo> infos = new ArrayList<>(source.tensors().values());
      infos.removeIf(info -> info.name().equals("encoder.bn1.bias"));
      infos.add(new TensorInfo("encoder.bn1.bias", DataType.F64, values.length));
      try (var writer = SafetensorsWriter.create(wide, infos, Map.of())) {
        for (TensorInfo info : infos) {
          writer.write(
              info.name(),
              info.dtype() == DataType.F64
                  ? MemorySegment.ofArray(values)
                  : source.data(info.name()));
        }
      }
    }
    var target = Files.createDirectories(directory.resolve("replaced"));
    try (var model = ForeignModel.open(NamedFile.of(wide), null)) {
      model.write(ENGINE, SPEC, false, target);
    }
    try (var file = SafetensorsFile.open(target.resolve("weights.safetensors"))) {
      return file.data("encoder.bn1.bias").toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
    }
  }

  @Test
  void damagedArchivesAreRefusedByName() throws IOException {
    byte[] whole = Files.readAllBytes(checkpoint().path());
    var cut = directory.resolve("cut.pth");
    Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
    refuses(cut, "cut.pth: is no zip file");
    var old = directory.resolve("old.pth");
    Files.write(old, new byte[] {(byte) 0x80, 2, (byte) 0x8a});
    refuses(old, "old.pth: is a bare pickle");
    var empty = directory.resolve("empty.pth");
    Files.write(empty, new byte[0]);
    refuses(empty, "empty.pth: at byte 0: the file ends before");
    refuses(with("byteorder", "big".getBytes(StandardCharsets.US_ASCII)), "big");
    try (var model = ForeignModel.open(NamedFile.of(with("data/", new byte[3])), null)) {
      assertThatThrownBy(() -> model.write(ENGINE, SPEC, false, directory))
          .isInstanceOf(InvalidData.class)
          .hasMessageMatching(
              ".*checkpoint/data/[0-9]+: has 3 bytes, not the .* elements of F32 .*");
    }
    assertThat(directory.resolve("weights.safetensors")).doesNotExist();
  }

  private void refuses(Path file, String message) {
    assertThatThrownBy(() -> ForeignModel.open(NamedFile.of(file), null).close())
        .isInstanceOf(InvalidData.class)
        .hasMessageContaining(message);
  }

  /**
   * The checkpoint with another content of what begins so, packed as {@code torch.save} never does.
   */
  private Path with(String entry, byte[] content) throws IOException {
    var other = directory.resolve("other.pth");
    try (var zip = new ZipFile(checkpoint().path().toFile());
        var out = new ZipOutputStream(Files.newOutputStream(other))) {
      for (var each : Collections.list(zip.entries())) {
        out.putNextEntry(new ZipEntry(each.getName()));
        out.write(
            each.getName().startsWith("checkpoint/" + entry)
                ? content
                : zip.getInputStream(each).readAllBytes());
      }
    }
    return other;
  }

  @Test
  void namesThatCannotBeToldAreRefused() throws IOException {
    for (String name : List.of("encoder.linear.\0", "a".repeat(301), "encoder.\ud800")) {
      var file = directory.resolve("names.safetensors");
      try (var writer =
          SafetensorsWriter.create(
              file, List.of(new TensorInfo(name, DataType.F32, 0)), Map.of())) {
        writer.write(name, MemorySegment.ofArray(new float[0]));
      }
      refuses(file, "names.safetensors: ");
    }
    var many = directory.resolve("many.safetensors");
    List<TensorInfo> infos = new ArrayList<>();
    for (int i = 0; i <= 20_000; i++) {
      infos.add(new TensorInfo("t" + i, DataType.F32, 0));
    }
    SafetensorsWriter.create(many, infos, Map.of()).close();
    refuses(many, "has 20001 names, at most 20000 are read");
  }

  @Test
  void specificationsWithoutMeasureAreRefused() throws IOException {
    var file = directory.resolve("model.json");
    SPEC.write(file);
    String text = Files.readString(file);
    Files.writeString(file, text.replace("\"depth\" : 10", "\"depth\" : 600000004"));
    refusesSpec(file, "model.json: encoder.depth: 600000004 is more than the 100 that are taken");
    Files.writeString(file, text.replace("\"imageSize\" : 16", "\"imageSize\" : 32"));
    refusesSpec(file, "do not fit each other");
    Files.writeString(file, text + "x");
    refusesSpec(file, "No ModelSpec");
    Files.write(file, new byte[2 << 20]);
    refusesSpec(file, "has more than the 1048576 bytes");
  }

  private static void refusesSpec(Path file, String message) {
    assertThatThrownBy(() -> ForeignModel.readSpec(NamedFile.of(file)))
        .isInstanceOf(InvalidData.class)
        .hasMessageContaining(message);
  }
}
