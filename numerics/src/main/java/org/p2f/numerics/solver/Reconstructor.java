package org.p2f.numerics.solver;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.encode.ModelSpec;
import org.p2f.numerics.net.Dropout;
import org.p2f.numerics.net.ImageDecoder;
import org.p2f.numerics.net.Noising;
import org.p2f.numerics.program.ElementType;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Program;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.Value;
import org.p2f.spec.network.Weights;
import org.p2f.spec.objective.Objective;
import org.p2f.spec.objective.Reconstruction;

/**
 * Images as a model makes them of codes: the mean of the clean images that may lie behind a noisy
 * one, given the code, or what the decoder of an autoencoder makes of the code alone. For use by
 * one thread at a time.
 */
public final class Reconstructor implements AutoCloseable {

  private static final String METHOD = "reconstruct";
  private static final String DECODER = "decoder.";

  private final Engine engine;
  private final ModelSpec spec;
  private final Kind kind;
  private final Runnable free;
  private final List<Object> arguments;
  private final Program program;

  /** What makes the images. */
  public enum Kind {
    /** A score network, which is shown a noisy image and the code. */
    SCORE_NETWORK,
    /** A decoder, which is shown the code alone. */
    DECODER
  }

  /**
   * One image to be made.
   *
   * @param pixels of the clean image, C·H·W in [0, 1]
   * @param noise standard normal, as many values; a decoder does without
   * @param t in [0, 1]; noise is that of {@link Noising#SMALLEST_TIME} at least
   * @param code of the model's length
   */
  @SuppressWarnings("ArrayRecordComponent") // large; nobody compares them
  public record Row(float[] pixels, float[] noise, double t, float[] code) {}

  /**
   * What became of a row, in pixels, not clamped to [0, 1].
   *
   * @param noisy what the score network was shown; empty of a decoder
   * @param made the reconstruction
   */
  @SuppressWarnings("ArrayRecordComponent") // large; nobody compares them
  public record Made(Optional<Noisy> noisy, float[] made) {}

  /**
   * @param image x_t, in pixels
   * @param signal factor of the clean image in it
   * @param noise σ(t), standard deviation of the noise in it, as the network sees images
   * @param pixelNoise the same in pixels, mean of the channels
   */
  @SuppressWarnings("ArrayRecordComponent") // large; nobody compares them
  public record Noisy(float[] image, double signal, double noise, double pixelNoise) {}

  private Reconstructor(
      Engine engine,
      ModelSpec spec,
      Kind kind,
      List<Object> arguments,
      Runnable free,
      Function<Graph, List<Value>> method) {
    this.engine = engine;
    this.spec = spec;
    this.kind = kind;
    this.arguments = arguments;
    this.free = free;
    this.program = new ProgramBuilder().method(METHOD, method).compile(engine);
  }

  /**
   * What makes a model's images of codes; the score network where it has both and is told codes.
   *
   * @param tensors names of those that the model holds
   * @return empty if it holds neither, as an encoder alone, or a score network that has learnt
   *     without codes alone
   */
  public static Optional<Kind> kindOf(ModelSpec spec, Set<String> tensors) {
    if (spec.holdsScoreNetwork(tensors) && spec.objective().loss().learnsWithCode()) {
      return Optional.of(Kind.SCORE_NETWORK);
    }
    return tensors.stream().anyMatch(name -> name.startsWith(DECODER))
        ? Optional.of(Kind.DECODER)
        : Optional.empty();
  }

  /**
   * Reads a model's networks.
   *
   * @param kind as {@link #kindOf} tells
   * @throws IOException if a file cannot be read or the two do not fit each other
   */
  public static Reconstructor load(Engine engine, ModelFiles files, Weights weights, Kind kind)
      throws IOException {
    return switch (kind) {
      case SCORE_NETWORK -> {
        var score =
            ModelScore.load(engine, files, weights, ModelScore.Condition.of(CodeForm.FIXED));
        var spec = score.spec();
        yield new Reconstructor(
            engine,
            spec,
            kind,
            score.arguments(),
            score::close,
            graph -> denoised(graph, score, spec.noising()));
      }
      case DECODER -> {
        var spec = ModelSpec.read(files.spec());
        var tensors =
            ModelTensors.load(
                engine,
                files,
                weights,
                scope ->
                    decoded(
                        spec, scope, scope.graph().tensor("codes"), scope.graph().tensor("times")));
        yield new Reconstructor(
            engine,
            spec,
            kind,
            tensors.arguments(),
            tensors::close,
            graph ->
                List.of(
                    decoded(
                        spec, tensors.scope(graph), graph.tensor("codes"), graph.tensor("times"))));
      }
    };
  }

  /**
   * (score's arguments, codes, clean images, noise, times) → [x_t, factors of x_0 in x_t,
   * deviations of the noise, E[x_0 | x_t, code]].
   */
  static List<Value> denoised(Graph graph, Score score, Noising noising) {
    var exact = ElementType.FLOAT64;
    var scores = score.in(graph);
    var images = graph.tensor("images").to(exact);
    var noise = graph.tensor("noise").to(exact);
    var t = graph.tensor("times").clampMin(Noising.SMALLEST_TIME);
    var noisy = noising.perturb(images, t, noise, exact);
    var clean = noising.clean(noisy, t, scores.at(noisy, t).to(exact), exact);
    var std = noising.std(t, exact);
    var none = std.mul(0);
    return List.of(asRead(noisy), noising.perturb(none.add(1), t, none, exact), std, asRead(clean));
  }

  private static Value decoded(ModelSpec spec, Scope scope, Value codes, Value times) {
    var decoder = ImageDecoder.of(spec.scoreNetwork(), spec.latentSize(), spec.noising());
    var t = times.clampMin(Noising.SMALLEST_TIME);
    return asRead(shown(spec.objective(), decoder.decode(scope, t, codes, Dropout.none())));
  }

  /** Cross-entropy is of logits. */
  private static Value shown(Objective objective, Value decoded) {
    return objective.loss().reconstruction() == Reconstruction.BCE ? decoded.sigmoid() : decoded;
  }

  private static Value asRead(Value images) {
    return images.to(ElementType.FLOAT32).contiguous();
  }

  public ModelSpec spec() {
    return spec;
  }

  /**
   * Makes images, all in one batch. Batches of another size may change values by rounding.
   *
   * @param rows at least one
   * @throws IllegalArgumentException if a row does not fit the model
   */
  public List<Made> reconstruct(List<Row> rows) {
    try (var scope = engine.newScope()) {
      var pixels = new PixelSpace(spec.preprocessing());
      var all = new ArrayList<>(arguments);
      all.add(codes(scope, rows));
      if (kind == Kind.SCORE_NETWORK) {
        all.add(pixels.toNetwork(scope, rows.stream().map(Row::pixels).toList()));
        all.add(noise(scope, rows, pixels.shape(rows.size())));
      }
      all.add(scope.create(rows.stream().mapToDouble(Row::t).toArray(), new Shape(rows.size())));
      var out = program.call(scope, METHOD, all.toArray());
      var made = pixels.toPixels(out.get(out.size() - 1));
      if (kind == Kind.DECODER) {
        return made.stream().map(image -> new Made(Optional.empty(), image)).toList();
      }
      var noisy = pixels.toPixels(out.get(0));
      double[] signal = out.get(1).toDoubleArray();
      double[] noise = out.get(2).toDoubleArray();
      double std =
          spec.preprocessing().std().stream()
              .mapToDouble(Double::doubleValue)
              .average()
              .orElseThrow();
      var both = new ArrayList<Made>();
      for (int i = 0; i < rows.size(); i++) {
        both.add(
            new Made(
                Optional.of(new Noisy(noisy.get(i), signal[i], noise[i], noise[i] * std)),
                made.get(i)));
      }
      return both;
    }
  }

  private NDArray codes(PtNDManager owner, List<Row> rows) {
    return flat(
        owner, rows.stream().map(Row::code).toList(), new Shape(rows.size(), spec.latentSize()));
  }

  private static NDArray noise(PtNDManager owner, List<Row> rows, Shape shape) {
    return flat(owner, rows.stream().map(Row::noise).toList(), shape);
  }

  private static NDArray flat(PtNDManager owner, List<float[]> rows, Shape shape) {
    int values = Math.toIntExact(shape.size() / rows.size());
    var all = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).length != values) {
        throw new IllegalArgumentException(
            "Rows of %s have %d values, got one of %d"
                .formatted(shape, values, rows.get(i).length));
      }
      System.arraycopy(rows.get(i), 0, all, i * values, values);
    }
    return owner.create(all, shape);
  }

  @Override
  public void close() {
    program.close();
    free.run();
  }
}
