package org.p2f.numerics.program;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.numerics.tensor.NotFinite;
import org.p2f.numerics.tensor.SafetensorsFile;
import org.p2f.numerics.tensor.SafetensorsWriter;
import org.p2f.numerics.tensor.TensorInfo;

/**
 * Named float32 tensors in native memory, in the order of their specs: weights, moments, averages,
 * running statistics. Programs take a set as one list argument and may write into it.
 */
public final class TensorSet implements AutoCloseable {

  private final PtNDManager scope;
  private final Map<String, PtNDArray> tensors = new LinkedHashMap<>();

  private TensorSet(Engine engine) {
    this.scope = engine.newScope();
  }

  /** New tensors, each drawn from the stream named after it. */
  public static TensorSet initialized(
      Engine engine, List<TensorSpec> specs, RandomStreams streams) {
    return of(
        engine,
        specs,
        (spec, arena) -> {
          var values = arena.allocate(spec.elements() * Float.BYTES, 64);
          spec.initialization()
              .fill(values, spec.dimensions(), streams.stream("init/" + spec.name(), 0));
          return values;
        });
  }

  /** New tensors of the same names and shapes, all zero. */
  public static TensorSet zeros(Engine engine, List<TensorSpec> specs) {
    return of(engine, specs, (spec, arena) -> arena.allocate(spec.elements() * Float.BYTES, 64));
  }

  /**
   * Reads tensors from a file, straight from its mapped pages.
   *
   * @param nameInFile gives the name under which a tensor is stored
   * @throws IllegalArgumentException if one is missing or has another shape or type
   */
  public static TensorSet read(
      Engine engine,
      List<TensorSpec> specs,
      SafetensorsFile file,
      Function<String, String> nameInFile) {
    return of(
        engine,
        specs,
        (spec, arena) -> {
          var name = nameInFile.apply(spec.name());
          var info = file.tensors().get(name);
          if (info == null) {
            throw new IllegalArgumentException(
                "There is no tensor '%s' in the file".formatted(name));
          }
          if (info.dtype() != org.p2f.numerics.tensor.DataType.F32
              || !Arrays.equals(info.shape(), spec.dimensions())) {
            throw new IllegalArgumentException(
                "Tensor '%s' is %s %s, expected F32 %s"
                    .formatted(name, info.dtype(), Arrays.toString(info.shape()), spec.shape()));
          }
          return file.data(name);
        });
  }

  /** Gives a tensor's first values. */
  @FunctionalInterface
  public interface Source {
    /**
     * @param arena may own the values; closed once they are copied
     * @return float32, native order, as many as the spec has elements
     */
    MemorySegment of(TensorSpec spec, Arena arena);
  }

  /**
   * First values of models that stand side by side along each tensor's leading axis: every model's
   * part is drawn, as that of one model alone, from streams of its own.
   *
   * @param streams of the i-th model
   * @param prefix stands before a tensor's name in its stream's
   */
  public static Source stacked(int models, IntFunction<RandomStreams> streams, String prefix) {
    return (spec, arena) -> {
      long[] one = Arrays.copyOfRange(spec.dimensions(), 1, spec.shape().size());
      long bytes = spec.elements() / models * Float.BYTES;
      var all = arena.allocate(spec.elements() * Float.BYTES, 64);
      for (int model = 0; model < models; model++) {
        var random = streams.apply(model).stream(prefix + spec.name(), 0);
        spec.initialization().fill(all.asSlice(model * bytes, bytes), one, random);
      }
      return all;
    };
  }

  /** New tensors with values from elsewhere. */
  public static TensorSet of(Engine engine, List<TensorSpec> specs, Source source) {
    var set = new TensorSet(engine);
    try {
      for (var spec : specs) {
        try (var arena = Arena.ofConfined()) {
          var values = source.of(spec, arena);
          set.tensors.put(
              spec.name(), copy(set.scope, values, new Shape(spec.dimensions()), DataType.FLOAT32));
        }
      }
      return set;
    } catch (RuntimeException e) {
      set.close();
      throw e;
    }
  }

  /**
   * A native tensor with a copy of those bytes.
   *
   * @param owner owns the tensor
   * @param values native memory, native byte order
   */
  public static PtNDArray copy(NDManager owner, MemorySegment values, Shape shape, DataType type) {
    try (var view =
        JniUtils.createNdFromByteBuffer(
            (PtNDManager) owner,
            values.asByteBuffer().order(ByteOrder.nativeOrder()),
            shape,
            type,
            SparseFormat.DENSE,
            Device.cpu())) {
      var device = owner.getDevice();
      return device.isGpu() ? JniUtils.to(view, type, device) : JniUtils.clone(view);
    }
  }

  /**
   * The bytes of a tensor; for a contiguous one on the CPU without a copy, valid as long as the
   * tensor lives.
   */
  public static MemorySegment bytes(NDArray tensor) {
    return MemorySegment.ofBuffer(tensor.toByteBuffer(true));
  }

  PtNDArray[] handles() {
    return tensors.values().toArray(PtNDArray[]::new);
  }

  public List<String> names() {
    return List.copyOf(tensors.keySet());
  }

  /**
   * @throws IllegalArgumentException if there is none of that name
   */
  public NDArray get(String name) {
    var tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("No tensor '%s'".formatted(name));
    }
    return tensor;
  }

  /**
   * The tensors of those names, in that order; the set goes on owning them.
   *
   * @throws IllegalArgumentException if one is missing
   */
  public List<NDArray> all(List<TensorSpec> specs) {
    return specs.stream().map(spec -> get(spec.name())).toList();
  }

  /** A set with copies of all tensors. */
  public TensorSet copy(Engine engine) {
    var set = new TensorSet(engine);
    tensors.forEach(
        (name, tensor) -> {
          var clone = JniUtils.clone(tensor);
          clone.attach(set.scope);
          set.tensors.put(name, clone);
        });
    return set;
  }

  /** What a file with these tensors declares. */
  public List<TensorInfo> infos(Function<String, String> nameInFile) {
    return infos(nameInFile, name -> true);
  }

  /** What a file with the tensors whose names are wanted declares. */
  public List<TensorInfo> infos(Function<String, String> nameInFile, Predicate<String> wanted) {
    return infos(org.p2f.numerics.tensor.DataType.F32, nameInFile, wanted);
  }

  /** What a file with the tensors whose names are wanted declares, in float16. */
  public List<TensorInfo> halfInfos(Function<String, String> nameInFile, Predicate<String> wanted) {
    return infos(org.p2f.numerics.tensor.DataType.F16, nameInFile, wanted);
  }

  private List<TensorInfo> infos(
      org.p2f.numerics.tensor.DataType type,
      Function<String, String> nameInFile,
      Predicate<String> wanted) {
    var infos = new ArrayList<TensorInfo>();
    tensors.forEach(
        (name, tensor) -> {
          if (wanted.test(name)) {
            infos.add(new TensorInfo(nameInFile.apply(name), type, tensor.getShape().getShape()));
          }
        });
    return infos;
  }

  /** Writes every tensor, straight from native memory. */
  public void write(SafetensorsWriter writer, Function<String, String> nameInFile)
      throws IOException {
    write(writer, nameInFile, name -> true);
  }

  /** Writes the tensors whose names are wanted. */
  public void write(
      SafetensorsWriter writer, Function<String, String> nameInFile, Predicate<String> wanted)
      throws IOException {
    for (var entry : tensors.entrySet()) {
      if (!wanted.test(entry.getKey())) {
        continue;
      }
      var name = nameInFile.apply(entry.getKey());
      var tensor = entry.getValue();
      if (tensor.getDevice().isGpu()) {
        // its copy would otherwise live as long as the set
        try (var copy = tensor.toDevice(Device.cpu(), true)) {
          writer.write(name, 0, bytes(copy));
        }
      } else {
        writer.write(name, 0, bytes(tensor));
      }
    }
  }

  /**
   * Writes the tensors whose names are wanted with their values rounded to float16.
   *
   * @throws NotFinite if one has no such value
   */
  public void writeHalves(
      SafetensorsWriter writer, Function<String, String> nameInFile, Predicate<String> wanted)
      throws IOException {
    for (var entry : tensors.entrySet()) {
      if (!wanted.test(entry.getKey())) {
        continue;
      }
      try (var floats = entry.getValue().toDevice(Device.cpu(), true);
          var halves = floats.toType(DataType.FLOAT16, true)) {
        NotFinite.refuse(
            bytes(floats), org.p2f.numerics.tensor.DataType.F16, "Weight " + entry.getKey());
        writer.write(nameInFile.apply(entry.getKey()), 0, bytes(halves));
      }
    }
  }

  @Override
  public void close() {
    scope.close();
  }
}
