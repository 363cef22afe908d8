package org.p2f.numerics.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.p2f.numerics.data.InvalidData;
import org.p2f.numerics.data.NamedFile;
import org.p2f.numerics.encode.Encoder;
import org.p2f.numerics.encode.GoldenVectors;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.encode.ModelSpec;
import org.p2f.numerics.encode.SpecJson;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.tensor.DataType;
import org.p2f.numerics.tensor.SafetensorsWriter;
import org.p2f.numerics.tensor.TensorInfo;
import org.p2f.spec.network.ParameterCount;
import org.p2f.spec.network.Weights;

/**
 * Weights that were trained elsewhere: safetensors files, or a checkpoint of PyTorch, which is
 * data.
 */
public final class ForeignModel implements AutoCloseable {
  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final int PICKLE = 0x80;

  /** Longest specification that is read; one has about two kilobytes. */
  private static final long LONGEST_SPEC = 1 << 20;

  /** A model of the largest networks here has some thousands. */
  private static final int MOST_TENSORS = 20_000;

  private final Map<Weights, ForeignTensors> tensors;
  private final Format format;
  private final OptionalLong step;
  private final List<String> unread;
  private final List<AutoCloseable> open;

  /** Kinds of files. */
  public enum Format {
    SAFETENSORS,
    PYTORCH_CHECKPOINT
  }

  /**
   * How a file's tensors fit a model's networks.
   *
   * @param encoderAlone whether the encoder is all that becomes of it
   * @param parameterCount trained values of the networks that do
   * @param weights the kinds of weights that do
   * @param tensors number of the file's tensors that are taken, averages not counted
   * @param leftOut what of the file is not needed
   * @param misfits empty if the model can be made
   */
  public record Fit(
      boolean encoderAlone,
      ParameterCount parameterCount,
      List<Weights> weights,
      int tensors,
      List<LeftOut> leftOut,
      List<Misfit> misfits) {
    public Fit {
      weights = List.copyOf(weights);
      leftOut = List.copyOf(leftOut);
      misfits = List.copyOf(misfits);
    }
  }

  private ForeignModel(
      Map<Weights, ForeignTensors> tensors,
      Format format,
      OptionalLong step,
      List<String> unread,
      List<AutoCloseable> open) {
    this.tensors = tensors;
    this.format = format;
    this.step = step;
    this.unread = List.copyOf(unread);
    this.open = open;
  }

  /**
   * @param weights safetensors, or a checkpoint with or without averages
   * @param averages safetensors with the averaged weights; null if there are none, or the
   *     checkpoint has them
   * @throws InvalidData if a file is none of these, or says that it holds other weights
   */
  public static ForeignModel open(NamedFile weights, @Nullable NamedFile averages)
      throws IOException {
    var model = opened(weights, averages);
    try {
      for (ForeignTensors held : model.tensors.values()) {
        requireNames(held.file(), held.infos().keySet());
      }
      requireNames(weights.name(), model.unread);
      return model;
    } catch (IOException | RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }

  private static void requireNames(String file, Collection<String> names) throws InvalidData {
    if (names.size() > MOST_TENSORS) {
      throw new InvalidData(
          file, "has %d names, at most %d are read".formatted(names.size(), MOST_TENSORS));
    }
    if (!names.stream().allMatch(PublishedNames::isTellable)) {
      throw new InvalidData(file, "has a name with control characters, or a very long one");
    }
  }

  private static ForeignModel opened(NamedFile weights, @Nullable NamedFile averages)
      throws IOException {
    if (startsAsZip(weights)) {
      if (averages != null) {
        throw new InvalidData(
            averages.name(), "is not read beside a checkpoint, which holds its own averages");
      }
      var checkpoint = TorchCheckpoint.open(weights);
      Map<Weights, ForeignTensors> tensors = new LinkedHashMap<>();
      tensors.put(Weights.RAW, checkpoint.weights());
      checkpoint.averages().ifPresent(held -> tensors.put(Weights.EMA, held));
      return new ForeignModel(
          tensors,
          Format.PYTORCH_CHECKPOINT,
          checkpoint.step(),
          checkpoint.unread(),
          List.of(checkpoint));
    }
    List<AutoCloseable> open = new ArrayList<>();
    try {
      Map<Weights, ForeignTensors> tensors = new LinkedHashMap<>();
      tensors.put(Weights.RAW, safetensors(weights, Weights.RAW, open));
      if (averages != null) {
        tensors.put(Weights.EMA, safetensors(averages, Weights.EMA, open));
      }
      return new ForeignModel(tensors, Format.SAFETENSORS, OptionalLong.empty(), List.of(), open);
    } catch (IOException | RuntimeException | Error e) {
      closeAll(open);
      throw e;
    }
  }

  private static boolean startsAsZip(NamedFile file) throws IOException {
    try (InputStream in = Files.newInputStream(file.path())) {
      byte[] first = in.readNBytes(ZIP.length);
      if (first.length > 0 && Byte.toUnsignedInt(first[0]) == PICKLE) {
        throw new InvalidData(
            file.name(),
            "is a bare pickle, as PyTorch wrote before 1.6; load it there and save it again");
      }
      return Arrays.equals(first, ZIP);
    }
  }

  private static ForeignTensors safetensors(
      NamedFile file, Weights expected, List<AutoCloseable> open) throws IOException {
    var tensors = SafetensorsTensors.open(file);
    open.add(tensors.content());
    var held = ModelFiles.heldInstead(tensors.content(), expected);
    if (held.isPresent()) {
      throw new InvalidData(file.name(), held.get());
    }
    return tensors;
  }

  /**
   * A model's specification from elsewhere.
   *
   * @throws InvalidData if it is none, or asks for networks without measure
   */
  public static ModelSpec readSpec(NamedFile file) throws IOException {
    if (Files.size(file.path()) > LONGEST_SPEC) {
      throw new InvalidData(
          file.name(), "has more than the %d bytes of a specification".formatted(LONGEST_SPEC));
    }
    try {
      var spec = SpecJson.parse(Files.readString(file.path()), ModelSpec.class);
      SpecLimits.require(file.name(), spec);
      return spec;
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw new InvalidData(file.name(), String.valueOf(e.getMessage()));
    }
  }

  public Format format() {
    return format;
  }

  /** Number of training steps behind it, if it tells. */
  public OptionalLong step() {
    return step;
  }

  /** What a checkpoint holds beside weights, averages and step. */
  public List<String> unread() {
    return unread;
  }

  /**
   * Compares names, shapes and types, and reads no weights.
   *
   * @param encoderAlone whether nothing but the encoder is to be taken; it is so anyway where the
   *     file holds nothing else
   * @throws IllegalArgumentException if there are no networks as specified
   */
  public Fit fit(ModelSpec spec, boolean encoderAlone) {
    var networks = NetworkTensors.of(spec);
    Mapping raw = mapping(Weights.RAW, networks, spec, encoderAlone);
    List<Misfit> misfits = new ArrayList<>(raw.misfits());
    if (tensors.containsKey(Weights.EMA)) {
      for (Misfit misfit : mapping(Weights.EMA, networks, spec, raw.encoderAlone()).misfits()) {
        if (!raw.misfits().contains(misfit)) {
          misfits.add(misfit.amongAverages());
        }
      }
    }
    return new Fit(
        raw.encoderAlone(),
        networks.parameterCount(raw.encoderAlone()),
        List.copyOf(tensors.keySet()),
        raw.sources().size(),
        raw.leftOut(),
        misfits);
  }

  private Mapping mapping(
      Weights weights, NetworkTensors networks, ModelSpec spec, boolean encoderAlone) {
    ForeignTensors held = tensors.get(weights);
    if (held == null) {
      throw new IllegalArgumentException("There are no weights " + weights);
    }
    return Mapping.of(held, networks, spec.objective(), encoderAlone);
  }

  /**
   * Writes a model's directory: weights in float32, averages if there are any, specification, and
   * the codes of images of noise by which others tell whether the model still gives them.
   *
   * @param directory exists; its files appear or are replaced
   * @throws InvalidData if a file is broken, a weight or a code is not finite
   * @throws IllegalArgumentException if the file does not fit
   */
  public void write(Engine engine, ModelSpec spec, boolean encoderAlone, Path directory)
      throws IOException {
    var networks = NetworkTensors.of(spec);
    boolean alone = mapping(Weights.RAW, networks, spec, encoderAlone).encoderAlone();
    for (Weights weights : tensors.keySet()) {
      write(weights, mapping(weights, networks, spec, alone), directory);
    }
    spec.write(directory.resolve(ModelFiles.SPEC));
    writeGoldens(engine, directory);
  }

  private void write(Weights weights, Mapping mapping, Path directory) throws IOException {
    ForeignTensors held = tensors.get(weights);
    if (held == null || !mapping.misfits().isEmpty()) {
      throw new IllegalArgumentException("The file does not fit: " + mapping.misfits());
    }
    Map<String, String> targets = new LinkedHashMap<>();
    mapping.sources().forEach((own, source) -> targets.put(source, own));
    List<TensorInfo> infos = new ArrayList<>();
    for (TensorInfo info : held.infos().values()) {
      String own = targets.get(info.name());
      if (own != null) {
        infos.add(new TensorInfo(own, DataType.F32, info.shape()));
      }
    }
    try (var writer =
        SafetensorsWriter.create(
            directory.resolve(weights.file()), infos, ModelFiles.metadata(weights))) {
      held.read(
          targets.keySet(),
          (info, elements) ->
              writer.write(
                  targets.getOrDefault(info.name(), info.name()),
                  Float32.of(held.file(), info, elements)));
    }
  }

  private void writeGoldens(Engine engine, Path directory) throws IOException {
    try (var encoder =
        Encoder.load(
            engine,
            ModelFiles.in(directory, Weights.RAW),
            Weights.RAW,
            Precision.FLOAT32,
            Layout.CONTIGUOUS)) {
      var goldens = GoldenVectors.ofNoise(encoder);
      if (!goldens.isFinite()) {
        throw new InvalidData("The encoder", "its codes of images of noise are not finite");
      }
      goldens.write(directory.resolve(ModelFiles.GOLDENS));
    }
  }

  @Override
  public void close() throws IOException {
    closeAll(open);
  }

  private static void closeAll(List<AutoCloseable> open) throws IOException {
    for (AutoCloseable closeable : open) {
      try {
        closeable.close();
      } catch (IOException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
