package org.p2f.numerics.encode;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.program.TensorSpec;
import org.p2f.numerics.tensor.DataType;
import org.p2f.numerics.tensor.SafetensorsFile;
import org.p2f.numerics.tensor.SafetensorsWriter;
import org.p2f.numerics.tensor.TensorInfo;
import org.p2f.spec.network.Weights;

/**
 * A model's encoder alone, trained values in float16: small enough to be kept beside code. A folder
 * with such weights and the model's {@code model.json} becomes a model's directory again, without a
 * score network and without averaged weights.
 *
 * <p>Float16 has 11 significant bits, so a weight moves by at most 2⁻¹¹ of itself, or by 2⁻²⁵ where
 * it is below 2⁻¹⁴. What is not trained stays in float32: it is little, and a random Fourier
 * frequency that moved by 2⁻¹² of itself would turn the phases of ln σ(t) by up to a third of a
 * radian.
 */
public final class CompactEncoder {

  private static final String FORMAT_FIELD = "format";
  private static final String FORMAT = "p2f-encoder-1";

  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final ValueLayout.OfShort HALF = ValueLayout.JAVA_SHORT_UNALIGNED;

  private CompactEncoder() {}

  /**
   * Writes the encoder's tensors of a model.
   *
   * @param weights which ones the model's file holds, and so the packed one
   * @param target appears or is replaced
   * @throws IOException if the weights cannot be read or do not fit the specification, or the
   *     target cannot be written
   * @throws ArithmeticException if float16 cannot hold one of them
   */
  public static void pack(ModelFiles files, Weights weights, Path target) throws IOException {
    var encoder = program(ModelSpec.read(files.spec()));
    try (var source = files.openWeights(weights)) {
      var infos = new ArrayList<TensorInfo>();
      infos.addAll(infos(encoder.parameters(), DataType.F16));
      infos.addAll(infos(encoder.buffers(), DataType.F32));
      for (var info : infos) {
        require(source, new TensorInfo(info.name(), DataType.F32, info.shape()));
      }
      var metadata = Map.of(FORMAT_FIELD, FORMAT, ModelFiles.WEIGHTS, ModelFiles.nameOf(weights));
      try (var writer = SafetensorsWriter.create(target, infos, metadata)) {
        for (var info : infos) {
          writer.write(
              info.name(),
              info.dtype() == DataType.F16 ? halves(source, info) : source.data(info.name()));
        }
      }
    }
  }

  /** Number of trained values of an encoder. */
  public static long parameterCount(ModelSpec spec) {
    return program(spec).parameters().stream().mapToLong(TensorSpec::elements).sum();
  }

  static EncoderProgram program(ModelSpec spec) {
    return new EncoderProgram(spec, Precision.FLOAT32, Layout.CONTIGUOUS);
  }

  static List<TensorInfo> infos(List<TensorSpec> tensors, DataType type) {
    return tensors.stream()
        .map(t -> new TensorInfo(ModelSpec.ENCODER_PREFIX + t.name(), type, t.dimensions()))
        .toList();
  }

  /**
   * Makes a model's directory of a folder with packed raw weights and a {@code model.json}: weights
   * in float32, the same specification, and the codes of images of noise, by which others tell
   * whether the model still gives them.
   *
   * @param directory exists; its files appear or are replaced
   * @throws IOException if a file is missing, is not what it should be, or the two do not fit each
   *     other; the message names the file
   */
  public static void unpack(Engine engine, Path folder, Path directory) throws IOException {
    var packed = ModelFiles.in(folder, Weights.RAW);
    var model = ModelFiles.in(directory, Weights.RAW);
    for (var file : List.of(packed.spec(), packed.weights())) {
      if (!Files.isRegularFile(file)) {
        throw new NoSuchFileException(file.toString(), null, "there is no such file");
      }
    }
    ModelSpec.read(packed.spec()).write(model.spec());
    widen(packed, model.weights());
    try (var encoder =
        Encoder.load(engine, model, Weights.RAW, Precision.FLOAT32, Layout.CONTIGUOUS)) {
      GoldenVectors.ofNoise(encoder).write(directory.resolve(ModelFiles.GOLDENS));
    }
  }

  private static void widen(ModelFiles packed, Path target) throws IOException {
    try (var source = packed.openWeights(Weights.RAW)) {
      if (!FORMAT.equals(source.metadata().get(FORMAT_FIELD))) {
        throw new IOException(
            "%s is no packed encoder: its format is %s, not %s"
                .formatted(
                    source.path().getFileName(), source.metadata().get(FORMAT_FIELD), FORMAT));
      }
      var encoder = program(ModelSpec.read(packed.spec()));
      var halves = infos(encoder.parameters(), DataType.F16);
      var floats = infos(encoder.buffers(), DataType.F32);
      for (var info : Stream.concat(halves.stream(), floats.stream()).toList()) {
        require(source, info);
      }
      var infos = new ArrayList<>(floats);
      infos.addAll(infos(encoder.parameters(), DataType.F32));
      try (var writer = SafetensorsWriter.create(target, infos, ModelFiles.metadata(Weights.RAW))) {
        for (var info : floats) {
          writer.write(info.name(), source.data(info.name()));
        }
        for (var info : halves) {
          writer.write(info.name(), floats(source, info));
        }
      }
    }
  }

  static void require(SafetensorsFile file, TensorInfo info) throws IOException {
    var found = file.tensors().get(info.name());
    if (found == null || !found.equals(info)) {
      var held = found == null ? "no '%s'".formatted(info.name()) : found.toString();
      throw new IOException(
          "%s does not fit %s: it has %s, not %s"
              .formatted(file.path().getFileName(), ModelFiles.SPEC, held, info));
    }
  }

  private static MemorySegment halves(SafetensorsFile source, TensorInfo info) {
    var values = source.data(info.name());
    var halves = new short[Math.toIntExact(info.elements())];
    for (int i = 0; i < halves.length; i++) {
      float value = values.get(FLOAT, (long) i * Float.BYTES);
      halves[i] = Float.floatToFloat16(value);
      if (!Float.isFinite(Float.float16ToFloat(halves[i]))) {
        throw new ArithmeticException(
            "%s: value %d of '%s' is %s, which float16 cannot hold"
                .formatted(source.path().getFileName(), i, info.name(), value));
      }
    }
    return MemorySegment.ofArray(halves);
  }

  private static MemorySegment floats(SafetensorsFile source, TensorInfo info) throws IOException {
    var values = source.data(info.name());
    var floats = new float[Math.toIntExact(info.elements())];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = Float.float16ToFloat(values.get(HALF, (long) i * Short.BYTES));
      if (!Float.isFinite(floats[i])) {
        throw new IOException(
            "%s: value %d of '%s' is %s"
                .formatted(source.path().getFileName(), i, info.name(), floats[i]));
      }
    }
    return MemorySegment.ofArray(floats);
  }
}
