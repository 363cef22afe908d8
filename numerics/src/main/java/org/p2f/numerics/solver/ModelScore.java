package org.p2f.numerics.solver;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.encode.ModelSpec;
import org.p2f.numerics.net.Dropout;
import org.p2f.numerics.net.WideResNetEncoder;
import org.p2f.numerics.program.ElementType;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Operand;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.TensorSet;
import org.p2f.numerics.program.Value;
import org.p2f.numerics.program.ValueType;
import org.p2f.spec.network.Weights;
import org.p2f.spec.objective.Loss;

/**
 * A model's score network in evaluation mode, in float32, with its encoder where codes are those of
 * images. Images are as the networks see them, not pixels.
 */
public final class ModelScore implements Score, AutoCloseable {

  private final ModelSpec spec;
  private final Condition condition;
  private final ModelTensors tensors;

  private ModelScore(ModelSpec spec, Condition condition, ModelTensors tensors) {
    this.spec = spec;
    this.condition = condition;
    this.tensors = tensors;
  }

  /**
   * How the score depends on codes: (1 + w)·s(x, t, z) − w·s(x, t, 0), classifier-free guidance (Ho
   * and Salimans, arXiv:2207.12598, eq. 6).
   *
   * @param form of the codes z
   * @param guidance w, at least 0; above 0 the network is asked twice as much, with codes and
   *     without
   */
  public record Condition(CodeForm form, double guidance) {
    public Condition {
      if (!(0 <= guidance && guidance < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("Guidance is at least 0, got " + guidance);
      }
      if (form == CodeForm.NONE && guidance > 0) {
        throw new IllegalArgumentException("Without a code there is none to be guided by");
      }
    }

    /** Without guidance. */
    public static Condition of(CodeForm form) {
      return new Condition(form, 0);
    }

    /**
     * @throws IllegalArgumentException if a network with that loss has not learnt what it is asked
     */
    void requireLearnt(Loss loss) {
      boolean with = form != CodeForm.NONE;
      boolean without = form == CodeForm.NONE || guidance > 0;
      if ((with && !loss.learnsWithCode()) || (without && !loss.learnsWithoutCode())) {
        throw new IllegalArgumentException(
            "With code dropout of %s a network has not learnt scores of codes %s, guidance %s"
                .formatted(loss.codeDropout(), form, guidance));
      }
    }
  }

  /**
   * Reads a model's networks.
   *
   * @param weights which ones the files name
   * @throws IOException if a file cannot be read or the two do not fit each other
   * @throws IllegalArgumentException if the network has not learnt scores of such codes
   */
  public static ModelScore load(
      Engine engine, ModelFiles files, Weights weights, Condition condition) throws IOException {
    var spec = ModelSpec.read(files.spec());
    condition.requireLearnt(spec.objective().loss());
    return new ModelScore(
        spec, condition, ModelTensors.load(engine, files, weights, networks(spec, condition)));
  }

  /**
   * Networks that are being trained: their tensors are used as they are at each call.
   *
   * @param parameters outlive it, as do the buffers
   * @throws IllegalArgumentException if the network does not learn scores of such codes
   */
  public static ModelScore of(
      ModelSpec spec, TensorSet parameters, TensorSet buffers, Condition condition) {
    condition.requireLearnt(spec.objective().loss());
    return new ModelScore(
        spec, condition, ModelTensors.of(parameters, buffers, networks(spec, condition)));
  }

  private static ModelTensors.Networks networks(ModelSpec spec, Condition condition) {
    return scope -> score(spec, condition, scope).at(images(scope), times(scope));
  }

  private static Value images(Scope scope) {
    return scope.graph().tensor("images");
  }

  private static Value times(Scope scope) {
    return scope.graph().tensor("times");
  }

  public ModelSpec spec() {
    return spec;
  }

  @Override
  public InGraph in(Graph graph) {
    return score(spec, condition, tensors.scope(graph));
  }

  private static InGraph score(ModelSpec spec, Condition condition, Scope scope) {
    var code = code(spec, condition.form(), scope);
    var network = spec.network();
    double w = condition.guidance();
    if (w == 0) {
      return (x, t) -> network.score(scope, x, t, code.at(t), Dropout.none());
    }
    return (x, t) -> {
      var graph = scope.graph();
      var told = code.at(t);
      var both = // in one pass: the batch with its codes, and again without
          network.score(
              scope,
              graph.cat(List.of(x, x), 0),
              graph.cat(List.of(t, t), 0),
              graph.cat(List.of(told, graph.op("torch.zeros_like", told)), 0),
              Dropout.none());
      var halves =
          graph.op(
              "torch.chunk",
              ValueType.TENSOR_LIST,
              List.of(both, Operand.of(2), Operand.of(0)),
              Map.of());
      return graph.item(halves, 0).mul(1 + w).sub(graph.item(halves, 1).mul(w));
    };
  }

  /** The code as a function of time. */
  private interface Code {
    Value at(Value t);
  }

  private static Code code(ModelSpec spec, CodeForm form, Scope scope) {
    var graph = scope.graph();
    var encoder = new WideResNetEncoder(spec.encoder(), spec.sde());
    return switch (form) {
      case FIXED -> {
        var codes = graph.tensor("codes");
        yield t -> codes;
      }
      case OF_IMAGE -> {
        var images = graph.tensor("first");
        yield t -> encoder.encode(scope.in("encoder"), images, t).center();
      }
      case BETWEEN -> {
        var first = graph.tensor("first");
        var second = graph.tensor("second");
        var share = graph.tensor("share");
        yield t -> {
          var one = t.slice(0, 0, 1); // the images of a batch share their time
          var from = encoder.encode(scope.in("encoder"), first, one).center();
          var to = encoder.encode(scope.in("encoder"), second, one).center();
          return from.add(to.sub(from).mul(share));
        };
      }
      case NONE ->
          t ->
              graph.op(
                  "torch.zeros_like",
                  t.to(ElementType.FLOAT32).reshape(-1, 1).expand(-1, spec.latentSize()));
    };
  }

  @Override
  public List<Object> arguments() {
    return tensors.arguments();
  }

  @Override
  public void close() {
    tensors.close();
  }
}
