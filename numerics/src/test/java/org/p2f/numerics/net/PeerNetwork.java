package org.p2f.numerics.net;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.p2f.numerics.loss.ScoreMatching;
import org.p2f.numerics.program.Declarations;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Leaves;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.TensorSpec;
import org.p2f.numerics.program.Training;
import org.p2f.numerics.program.Value;
import org.p2f.numerics.test.Golden;
import org.p2f.spec.network.ScoreNetworkSpec;
import org.p2f.spec.objective.Reduction;
import org.p2f.spec.objective.Weighting;

/**
 * A score network beside what an independent one made of the same weights and inputs ({@code
 * benchmarks/peers}): the score, the loss ½·Σ(s·std + n)² and the loss's gradients.
 *
 * @param golden holds x_t, or x_0 of which x_t is then made; and the weights {@code w.NAME}, or
 *     none, and then they are drawn as in {@code benchmarks/peers/ddpm.py}
 */
record PeerNetwork(Golden golden, ScoreNetworkSpec spec, Noising noising) {

  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);

  private static final String WEIGHT = "w.";
  private static final String GRADIENT = "grad.";

  /** Of attention; it adds the same to all of a pixel's weights, which softmax does not see. */
  private static final String KEYS_BIAS = "NIN_1.b";

  /** Largest deviations, each as a share of its tensor's largest magnitude. */
  record Errors(double noisy, double score, double loss, double gradients) {}

  Errors errors(Precision precision, Layout layout) {
    var type = precision == Precision.FLOAT64 ? DataType.FLOAT64 : DataType.FLOAT32;
    var declarations = new Declarations();
    try (var tensors = ENGINE.newScope();
        var program =
            new ProgramBuilder()
                .method("run", g -> run(g, declarations, precision, layout))
                .compile(ENGINE)) {
      var trained = declarations.parameters();
      assertThat(names(trained)).containsExactlyInAnyOrderElementsOf(namesOfPeer(trained));
      var arguments = new ArrayList<Object>();
      arguments.add(weights(tensors, type, trained));
      arguments.add(weights(tensors, type, declarations.buffers()));
      arguments.add(input(tensors, golden.has("x0") ? "x0" : "x_t").toType(type, false));
      arguments.add(input(tensors, "t"));
      arguments.add(input(tensors, "noise").toType(type, false));
      if (codeSize() > 0) {
        arguments.add(input(tensors, "z").toType(type, false));
      }
      var found = program.call(tensors, "run", arguments.toArray());
      double gradients = 0;
      for (int i = 0; i < trained.size(); i++) {
        gradients = Math.max(gradients, gradientError(trained.get(i), found.get(3 + i)));
      }
      return new Errors(
          golden.error(found.get(0), "x_t"),
          golden.error(found.get(1), "output"),
          golden.error(found.get(2), "loss"),
          gradients);
    }
  }

  private int codeSize() {
    return golden.has("z") ? (int) golden.shape("z")[1] : 0;
  }

  /** Yields x_t, score, loss, and the loss's gradient in each parameter. */
  private List<Value> run(Graph g, Declarations declarations, Precision precision, Layout layout) {
    var leaves = new Leaves(g, g.tensors("ps"));
    var buffers = g.tensors("bs");
    var scope =
        Scope.root(g, declarations, leaves, i -> g.item(buffers, i), precision, layout, false);
    var x = g.tensor("x");
    var t = g.tensor("t");
    var noise = g.tensor("noise");
    var code = codeSize() == 0 ? null : g.tensor("z");
    var matching = new ScoreMatching(noising, Weighting.NOISE, Reduction.SUM, precision.exact());
    var noisy = golden.has("x0") ? matching.perturb(x, t, noise) : x;
    var score =
        ScoreNetwork.of(spec, codeSize(), noising).score(scope, noisy, t, code, Dropout.none());
    var loss = matching.loss(score, t, noise).mean();
    var yields = new ArrayList<>(List.of(noisy, score.contiguous(), loss));
    yields.addAll(Training.gradients(g, loss, leaves.all()));
    return yields;
  }

  private static List<String> names(List<TensorSpec> specs) {
    return specs.stream().map(TensorSpec::name).toList();
  }

  /** Of its trained tensors: those with a gradient, and the keys' biases. */
  private List<String> namesOfPeer(List<TensorSpec> ours) {
    return Stream.concat(
            golden.file().tensors().keySet().stream()
                .filter(name -> name.startsWith(GRADIENT))
                .map(name -> name.substring(GRADIENT.length())),
            names(ours).stream().filter(name -> name.endsWith(KEYS_BIAS)))
        .toList();
  }

  private double gradientError(TensorSpec spec, NDArray gradient) {
    if (spec.name().endsWith(KEYS_BIAS)) {
      return 0;
    }
    double[] expected = golden.values(GRADIENT + spec.name());
    double[] values = Golden.doubles(gradient);
    return Golden.error(
        expected.length == values.length ? values : sums(values, spec.shape().getFirst()),
        expected);
  }

  /** Over all axes but the first. */
  private static double[] sums(double[] values, long rows) {
    int row = Math.toIntExact(values.length / rows);
    var sums = new double[Math.toIntExact(rows)];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = Arrays.stream(values, i * row, (i + 1) * row).sum();
    }
    return sums;
  }

  private List<NDArray> weights(PtNDManager owner, DataType type, List<TensorSpec> specs) {
    return specs.stream()
        .map(
            spec ->
                golden.has(WEIGHT + spec.name())
                    ? input(owner, WEIGHT + spec.name())
                    : owner.create(drawn(spec), new Shape(spec.dimensions())))
        .map(weight -> weight.toType(type, false))
        .toList();
  }

  /** Float32 values, the same as the peer's {@code drawn}. */
  private static double[] drawn(TensorSpec spec) {
    var crc = new CRC32();
    crc.update(spec.name().getBytes(StandardCharsets.UTF_8));
    boolean flat = spec.shape().size() == 1;
    double rows = spec.shape().getFirst();
    double spread =
        spec.name().endsWith(".0.W") ? 16 : flat ? .3 : 1 / Math.sqrt(spec.elements() / rows);
    boolean scale = flat && spec.name().matches(".*GroupNorm.*weight");
    var values = new double[Math.toIntExact(spec.elements())];
    for (int i = 0; i < values.length; i++) {
      int h = i + (int) crc.getValue();
      h = (h ^ h >>> 16) * 0x85EBCA6B;
      h = (h ^ h >>> 13) * 0xC2B2AE35;
      double share = Integer.toUnsignedLong(h ^ h >>> 16) / 0x1p31 - 1;
      values[i] = (float) ((scale ? 1 : 0) + spread * Math.sqrt(3) * share);
    }
    return values;
  }

  /** As float64. */
  private NDArray input(PtNDManager owner, String name) {
    return owner.create(golden.values(name), new Shape(golden.shape(name)));
  }
}
