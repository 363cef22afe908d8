package org.p2f.numerics.solver;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.encode.ModelSpec;
import org.p2f.numerics.net.Noising;
import org.p2f.numerics.net.ScoreActivations;
import org.p2f.numerics.program.ElementType;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Program;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.TensorSet;
import org.p2f.numerics.program.Value;
import org.p2f.spec.data.Preprocessing;
import org.p2f.spec.network.Weights;

/**
 * Diffusion features: images are noised as in training, shown to a model's score network without a
 * code, and represented by the activations of one of its layers, averaged over pixels. In float32.
 * For use by one platform thread at a time; the engine must outlive it.
 *
 * <p>Source: Xiang et al., arXiv:2303.09769. Departure: their network was trained without codes;
 * this one may have been trained with some, and is told zeros.
 */
public final class DiffusionFeatures implements AutoCloseable {

  private static final String METHOD = "activations";

  private final Engine engine;
  private final ModelSpec spec;
  private final Preprocessing images;
  private final ModelTensors tensors;
  private final Program program;
  private final int width;

  private DiffusionFeatures(
      Engine engine, ModelSpec spec, ScoreActivations layer, ModelTensors tensors) {
    this.engine = engine;
    this.spec = spec;
    this.images = spec.preprocessing();
    this.tensors = tensors;
    this.width = layer.width();
    this.program =
        new ProgramBuilder()
            .method(
                METHOD, graph -> List.of(features(tensors.scope(graph), spec, layer).contiguous()))
            .compile(engine);
  }

  /**
   * Reads as much of a model's score network as the layer needs.
   *
   * @param layer name of one of its layers
   * @throws IllegalArgumentException if it has no such layer
   * @throws IOException if a file cannot be read, the two do not fit each other or hold no score
   *     network
   */
  public static DiffusionFeatures load(
      Engine engine, ModelFiles files, Weights weights, String layer) throws IOException {
    var spec = ModelSpec.read(files.spec());
    if (!spec.objective().scoreTerm()) {
      throw new IOException("The model was trained without scores");
    }
    var read = ScoreActivations.of(spec.scoreNetwork(), spec.latentSize(), spec.noising(), layer);
    var tensors = ModelTensors.load(engine, files, weights, scope -> features(scope, spec, read));
    return new DiffusionFeatures(engine, spec, read, tensors);
  }

  /** (parameters, buffers, pixels, noise, times [B]) → float32 [B, width]. */
  private static Value features(Scope scope, ModelSpec spec, ScoreActivations layer) {
    var graph = scope.graph();
    var exact = ElementType.FLOAT64;
    var pixels = graph.tensor("pixels").to(exact);
    var noise = graph.tensor("noise").to(exact);
    var t = graph.tensor("times").clampMin(Noising.SMALLEST_TIME);
    var clean =
        pixels
            .sub(perChannel(pixels, spec.preprocessing().mean()))
            .div(perChannel(pixels, spec.preprocessing().std()));
    return layer
        .pooled(scope, spec.noising().perturb(clean, t, noise, exact), t)
        .to(ElementType.FLOAT32);
  }

  private static Value perChannel(Value like, List<Double> values) {
    double[] all = values.stream().mapToDouble(Double::doubleValue).toArray();
    return like.graph().constants(like, all).reshape(-1, 1, 1);
  }

  public ModelSpec spec() {
    return spec;
  }

  /** Values for each image. */
  public int width() {
    return width;
  }

  /**
   * Represents images at one time.
   *
   * @param pixels float32 [B, C, H, W], in [0, 1]
   * @param t in [0, 1]; below {@link Noising#SMALLEST_TIME} as there
   * @param noise standard normal, float32, shaped as the pixels
   * @param out receives float32 [B, width]
   * @throws IllegalArgumentException if t is outside [0, 1] or sizes do not fit each other
   */
  public void extract(MemorySegment pixels, double t, MemorySegment noise, MemorySegment out) {
    if (!(0 <= t && t <= 1)) {
      throw new IllegalArgumentException("Times lie in [0, 1], got " + t);
    }
    int count = Math.toIntExact(out.byteSize() / Float.BYTES / width);
    requireSize("out", out, (long) count * width);
    requireSize("pixels", pixels, (long) count * images.values());
    requireSize("noise", noise, (long) count * images.values());
    var shape = new Shape(count, images.channels(), images.height(), images.width());
    double[] times = new double[count];
    Arrays.fill(times, t);
    try (var scope = engine.newScope()) {
      var arguments = new ArrayList<>(tensors.arguments());
      arguments.add(TensorSet.copy(scope, pixels, shape, DataType.FLOAT32));
      arguments.add(TensorSet.copy(scope, noise, shape, DataType.FLOAT32));
      arguments.add(scope.create(times, new Shape(count)));
      out.copyFrom(TensorSet.bytes(program.call(scope, METHOD, arguments.toArray()).get(0)));
    }
  }

  private static void requireSize(String name, MemorySegment segment, long floats) {
    if (floats == 0 || segment.byteSize() != floats * Float.BYTES) {
      throw new IllegalArgumentException(
          "%s has %d bytes, expected %d floats".formatted(name, segment.byteSize(), floats));
    }
  }

  @Override
  public void close() {
    program.close();
    tensors.close();
  }
}
