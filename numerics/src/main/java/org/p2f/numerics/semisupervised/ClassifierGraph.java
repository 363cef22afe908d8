package org.p2f.numerics.semisupervised;

import java.util.List;
import java.util.function.IntFunction;
import org.p2f.numerics.encode.ModelSpec;
import org.p2f.numerics.net.WideResNetEncoder;
import org.p2f.numerics.program.Declarations;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Initialization;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Leaves;
import org.p2f.numerics.program.Operand;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.program.Randomness;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.TensorSpec;
import org.p2f.numerics.program.Training;
import org.p2f.numerics.program.Value;
import org.p2f.numerics.program.ValueType;
import org.p2f.spec.optimizer.Adam;
import org.p2f.spec.semisupervised.SemiSupervisedSpec;

/** A classifier's training step, and what it makes of images. */
final class ClassifierGraph {

  /** See {@link #step}. */
  static final String STEP = "trainStep";

  /**
   * (parameters, buffers, pixels, mean, std, times [B]) → codes [B, d] and answers int64 [B], in
   * evaluation mode.
   */
  static final String OUTPUTS = "outputs";

  /** Adam's own, of Kingma and Ba, arXiv:1412.6980. */
  private static final Adam ADAM = new Adam(.9, .999, 1e-8, 0);

  private final ClassifierSpec classifier;
  private final SemiSupervisedSpec training;
  private final Declarations declarations = new Declarations();
  private final ProgramBuilder builder = new ProgramBuilder();

  ClassifierGraph(ClassifierSpec classifier, SemiSupervisedSpec training) {
    this.classifier = classifier;
    this.training = training;
    builder.method(STEP, this::step).method(OUTPUTS, this::outputs);
  }

  ProgramBuilder builder() {
    return builder;
  }

  List<TensorSpec> parameters() {
    return declarations.parameters();
  }

  List<TensorSpec> buffers() {
    return declarations.buffers();
  }

  /**
   * Arguments: parameters, buffers, first and second moments, number of earlier steps, learning
   * rate, pixels in [0, 1], mean and standard deviation [C, 1, 1], times [B], labels int64 [B],
   * weights [B], seed of the mixture. Yields [loss].
   */
  private List<Value> step(Graph g) {
    var parameters = g.tensors("parameters");
    var buffers = g.tensors("buffers");
    var moments = new Training.Moments(g.tensors("first"), g.tensors("second"));
    var earlier = g.tensor("earlier");
    var learningRate = g.argument("learningRate", ValueType.REAL);
    var images = images(g);
    var times = g.tensor("times");
    var labels = g.tensor("labels");
    var weights = g.tensor("weights");
    var generator = Randomness.generator(g, g.argument("seed", ValueType.INT));

    var leaves = new Leaves(g, parameters);
    var scope = scope(g, leaves, buffers, true);
    var loss =
        training.mixup()
            ? mixedLoss(scope, images, times, labels, weights, generator)
            : losses(logits(scope, code(scope, images, times)), labels, weights).mean();
    var gradients = g.list(Training.gradients(g, loss, leaves.all()));
    Training.adam(
        g,
        parameters,
        gradients,
        moments,
        leaves.all().size(),
        earlier,
        learningRate,
        new Adam(ADAM.beta1(), ADAM.beta2(), ADAM.epsilon(), training.weightDecay()));
    return List.of(g.stack(List.of(loss.detach()), 0));
  }

  /**
   * Each image is λ·itself + (1 − λ)·another, λ uniform on [0, 1) as Beta(1, 1), and its loss is
   * mixed likewise (Zhang et al., arXiv:1710.09412). Departure: LaplaceNet's published code draws
   * one λ for the whole batch.
   */
  private Value mixedLoss(
      Scope scope, Value images, Value times, Value labels, Value weights, Value generator) {
    long[] shape = {training.batchSize()};
    var share = Randomness.uniform(scope.graph(), shape, generator);
    var other = Randomness.uniform(scope.graph(), shape, generator).argsort();
    var others = images.indexSelect(0, other);
    var mixed = others.add(images.sub(others).mul(share.reshape(-1, 1, 1, 1)));
    var logits = logits(scope, code(scope, mixed, times));
    var own = losses(logits, labels, weights);
    var theirs = losses(logits, labels.indexSelect(0, other), weights.indexSelect(0, other));
    return theirs.add(own.sub(theirs).mul(share)).mean();
  }

  /** Cross-entropies times weights, [B]. */
  static Value losses(Value logits, Value labels, Value weights) {
    int unreduced = 0;
    return logits
        .graph()
        .op("torch.cross_entropy_loss", logits, labels, Operand.none(), Operand.of(unreduced))
        .mul(weights);
  }

  private List<Value> outputs(Graph g) {
    var parameters = g.tensors("parameters");
    var scope = scope(g, i -> g.item(parameters, i), g.tensors("buffers"), false);
    var images = images(g);
    var code = code(scope, images, g.tensor("times"));
    return List.of(code.contiguous(), logits(scope, code).argmax(1));
  }

  private Value code(Scope scope, Value images, Value times) {
    return new WideResNetEncoder(classifier.encoder(), classifier.sde())
        .encode(scope.in(ENCODER), images, times)
        .center();
  }

  private Value logits(Scope scope, Value code) {
    var linear = scope.in("classifier");
    return code.linear(
        linear.parameter(
            "weight",
            new Initialization.VarianceScaling(1),
            classifier.classes(),
            classifier.encoder().latentSize()),
        linear.parameter("bias", Initialization.ZEROS, classifier.classes()));
  }

  /** Its tensors are named as in a model's files. */
  private static final String ENCODER =
      ModelSpec.ENCODER_PREFIX.substring(0, ModelSpec.ENCODER_PREFIX.length() - 1);

  private static Value images(Graph g) {
    return g.tensor("pixels").sub(g.tensor("mean")).div(g.tensor("std"));
  }

  private Scope scope(Graph g, IntFunction<Value> parameters, Value buffers, boolean learning) {
    return Scope.root(
        g,
        declarations,
        parameters,
        i -> g.item(buffers, i),
        Precision.FLOAT32,
        Layout.CHANNELS_LAST,
        learning);
  }
}
