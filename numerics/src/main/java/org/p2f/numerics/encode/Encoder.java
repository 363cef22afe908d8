package org.p2f.numerics.encode;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.Stream;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.program.Program;
import org.p2f.numerics.program.TensorSet;
import org.p2f.numerics.tensor.SafetensorsFile;
import org.p2f.spec.network.LatentKind;
import org.p2f.spec.network.Weights;

/**
 * A model's encoder E(x, t) in evaluation mode; a Gaussian one answers with its mean. For use by
 * one platform thread at a time; the engine must outlive it.
 */
public final class Encoder implements AutoCloseable {

  private final Engine engine;
  private final ModelSpec spec;
  private final Program program;
  private final TensorSet parameters;
  private final TensorSet buffers;
  private final PtNDManager scope;
  private final NDList folded;
  private final NDArray mean;
  private final NDArray std;
  private final TimeBiases biases;

  private Encoder(
      Engine engine,
      ModelSpec spec,
      EncoderProgram graph,
      TensorSet parameters,
      TensorSet buffers) {
    this.engine = engine;
    this.spec = spec;
    this.parameters = parameters;
    this.buffers = buffers;
    this.program = graph.builder().compile(engine);
    this.scope = engine.newScope();
    this.folded = program.call(scope, EncoderProgram.FOLD, parameters, buffers);
    this.mean = perChannel(spec.preprocessing().mean());
    this.std = perChannel(spec.preprocessing().std());
    this.biases = new TimeBiases(graph.biasSize(), this::biasesAt);
  }

  /**
   * Reads a model's encoder. Whether it still gives the codes it was made with is for {@link
   * GoldenVectors} to say.
   *
   * @param weights which ones the file holds
   * @param precision float32 or bfloat16
   * @throws IOException if a file cannot be read or the two do not fit each other
   */
  public static Encoder load(
      Engine engine, ModelFiles files, Weights weights, Precision precision, Layout layout)
      throws IOException {
    if (precision == Precision.FLOAT64) {
      throw new IllegalArgumentException("Encoders compute in float32 or bfloat16");
    }
    var spec = ModelSpec.read(files.spec());
    try (var file = files.openWeights(weights)) {
      return read(engine, spec, new EncoderProgram(spec, precision, layout), file);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "%s does not fit %s: %s"
              .formatted(files.weights().getFileName(), files.spec().getFileName(), e.getMessage()),
          e);
    }
  }

  private static Encoder read(
      Engine engine, ModelSpec spec, EncoderProgram graph, SafetensorsFile file) {
    var parameters =
        TensorSet.read(engine, graph.parameters(), file, ModelSpec.ENCODER_PREFIX::concat);
    try {
      var buffers = TensorSet.read(engine, graph.buffers(), file, ModelSpec.ENCODER_PREFIX::concat);
      return new Encoder(engine, spec, graph, parameters, buffers);
    } catch (RuntimeException e) {
      parameters.close();
      throw e;
    }
  }

  private NDArray perChannel(List<Double> values) {
    var floats = new float[values.size()];
    for (int c = 0; c < floats.length; c++) {
      floats[c] = values.get(c).floatValue();
    }
    return scope.create(floats, new Shape(floats.length, 1, 1));
  }

  public ModelSpec spec() {
    return spec;
  }

  /** Native memory its tensors take. */
  public long bytes() {
    return Stream.of(
            parameters.names().stream().map(parameters::get),
            buffers.names().stream().map(buffers::get),
            folded.stream())
        .flatMap(tensors -> tensors)
        .mapToLong(tensor -> tensor.size() * tensor.getDataType().getNumOfBytes())
        .sum();
  }

  /**
   * Encodes images, each at its own time; a time that all share is dealt with once.
   *
   * @param pixels float32 [B, C, H, W], in [0, 1]
   * @param t float32 [B], each in [0, 1]
   * @param out receives float32 [B, d]
   * @throws IllegalArgumentException if a time is outside [0, 1] or sizes do not fit each other
   */
  public void encode(MemorySegment pixels, MemorySegment t, MemorySegment out) {
    int images = Math.toIntExact(t.byteSize() / Float.BYTES);
    if (images == 0) {
      throw new IllegalArgumentException("There are no images to encode");
    }
    float first = timeAt(t, 0);
    boolean shared = true;
    for (int i = 1; i < images; i++) {
      shared &= timeAt(t, i) == first;
    }
    if (shared) {
      run(EncoderProgram.AT, pixels, biases.at(first), images, out);
    } else {
      run(EncoderProgram.ROWS, pixels, biases.of(t), images, out);
    }
  }

  /**
   * Encodes images at one time.
   *
   * @param pixels float32 [B, C, H, W], in [0, 1]
   * @param t in [0, 1]; rounded to float32, as the times of {@link #encode(MemorySegment,
   *     MemorySegment, MemorySegment)} are
   * @param out receives float32 [B, d]
   * @throws IllegalArgumentException if t is outside [0, 1] or sizes do not fit each other
   */
  public void encode(MemorySegment pixels, double t, MemorySegment out) {
    long image = (long) spec.preprocessing().values() * Float.BYTES;
    float time = requireTime((float) t, 0);
    int images = Math.toIntExact(pixels.byteSize() / image);
    run(EncoderProgram.AT, pixels, biases.at(time), images, out);
  }

  /** Whether codes are normal distributions. */
  public boolean isGaussian() {
    return spec.encoder().latent() == LatentKind.GAUSSIAN;
  }

  /**
   * Draws from codes that are distributions: μ + σ·noise.
   *
   * @param pixels float32 [B, C, H, W], in [0, 1]
   * @param t in [0, 1]; rounded to float32
   * @param noise standard normal, float32 [B, d]
   * @param out receives float32 [B, d]
   * @throws IllegalArgumentException if t is outside [0, 1] or sizes do not fit each other
   * @throws IllegalStateException if codes are values
   */
  public void sample(MemorySegment pixels, double t, MemorySegment noise, MemorySegment out) {
    if (!isGaussian()) {
      throw new IllegalStateException("Codes of this model are values");
    }
    requireSize("noise", noise, out.byteSize() / Float.BYTES);
    long image = (long) spec.preprocessing().values() * Float.BYTES;
    float time = requireTime((float) t, 0);
    int images = Math.toIntExact(pixels.byteSize() / image);
    requireSize("out", out, (long) images * spec.latentSize());
    try (var inner = engine.newScope()) {
      var found = run(inner, EncoderProgram.AT, pixels, biases.at(time), images);
      float[] mean = found.get(0).toFloatArray();
      float[] logVariance = found.get(1).toFloatArray();
      for (int i = 0; i < mean.length; i++) {
        double drawn = noise.getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, i);
        out.setAtIndex(
            ValueLayout.JAVA_FLOAT_UNALIGNED,
            i,
            (float) (mean[i] + Math.exp(logVariance[i] / 2) * drawn));
      }
    }
  }

  private static float timeAt(MemorySegment t, int index) {
    return requireTime(t.get(ValueLayout.JAVA_FLOAT_UNALIGNED, (long) index * Float.BYTES), index);
  }

  private static float requireTime(float time, int index) {
    if (!(0 <= time && time <= 1)) {
      throw new IllegalArgumentException(
          "Times lie in [0, 1], number %d is %s".formatted(index, time));
    }
    return time;
  }

  /** What the encoder knows of one time; always computed alone, so always the same bits. */
  private float[] biasesAt(float time) {
    try (var inner = engine.newScope()) {
      var t = inner.create(new float[] {time});
      return program
          .call(inner, EncoderProgram.TIMES, parameters, buffers, folded, t)
          .get(0)
          .toFloatArray();
    }
  }

  /**
   * @param bias float32 [1, S] or [B, S]
   */
  private void run(
      String method, MemorySegment pixels, MemorySegment bias, int images, MemorySegment out) {
    requireSize("out", out, (long) images * spec.latentSize());
    try (var inner = engine.newScope()) {
      out.copyFrom(TensorSet.bytes(run(inner, method, pixels, bias, images).get(0)));
    }
  }

  private NDList run(
      PtNDManager inner, String method, MemorySegment pixels, MemorySegment bias, int images) {
    var p = spec.preprocessing();
    requireSize("pixels", pixels, (long) images * p.values());
    long rows = bias.byteSize() / Float.BYTES / biases.size();
    var x = tensor(inner, pixels, new Shape(images, p.channels(), p.height(), p.width()));
    var b = tensor(inner, bias, new Shape(rows, biases.size()));
    return program.call(inner, method, parameters, buffers, folded, x, b, mean, std);
  }

  private static void requireSize(String name, MemorySegment segment, long floats) {
    if (floats == 0 || segment.byteSize() != floats * Float.BYTES) {
      throw new IllegalArgumentException(
          "%s has %d bytes, expected %d floats".formatted(name, segment.byteSize(), floats));
    }
  }

  /** Native memory is copied once, an array's twice. */
  private static NDArray tensor(PtNDManager owner, MemorySegment floats, Shape shape) {
    if (floats.isNative()) {
      return TensorSet.copy(owner, floats, shape, DataType.FLOAT32);
    }
    try (var arena = Arena.ofConfined()) {
      var copy = arena.allocate(floats.byteSize(), 64).copyFrom(floats);
      return TensorSet.copy(owner, copy, shape, DataType.FLOAT32);
    }
  }

  @Override
  public void close() {
    scope.close();
    parameters.close();
    buffers.close();
    program.close();
  }
}
