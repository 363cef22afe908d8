package org.p2f.numerics.solver;

import java.io.IOException;
import java.util.List;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.encode.ModelSpec;
import org.p2f.numerics.net.Dropout;
import org.p2f.numerics.net.WideResNetEncoder;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.TensorSet;
import org.p2f.numerics.program.Value;
import org.p2f.spec.network.Weights;

/**
 * A model's score network in evaluation mode, in float32, with its encoder where codes are those of
 * images. Images are as the networks see them, not pixels.
 */
public final class ModelScore implements Score, AutoCloseable {

  private final ModelSpec spec;
  private final CodeForm form;
  private final ModelTensors tensors;

  private ModelScore(ModelSpec spec, CodeForm form, ModelTensors tensors) {
    this.spec = spec;
    this.form = form;
    this.tensors = tensors;
  }

  /**
   * Reads a model's networks.
   *
   * @param weights which ones the files name
   * @throws IOException if a file cannot be read or the two do not fit each other
   */
  public static ModelScore load(Engine engine, ModelFiles files, Weights weights, CodeForm form)
      throws IOException {
    var spec = ModelSpec.read(files.spec());
    return new ModelScore(
        spec, form, ModelTensors.load(engine, files, weights, networks(spec, form)));
  }

  /**
   * Networks that are being trained: their tensors are used as they are at each call.
   *
   * @param parameters outlive it, as do the buffers
   */
  public static ModelScore of(
      ModelSpec spec, TensorSet parameters, TensorSet buffers, CodeForm form) {
    return new ModelScore(spec, form, ModelTensors.of(parameters, buffers, networks(spec, form)));
  }

  private static ModelTensors.Networks networks(ModelSpec spec, CodeForm form) {
    return scope -> score(spec, form, scope).at(images(scope), times(scope));
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
    return score(spec, form, tensors.scope(graph));
  }

  private static InGraph score(ModelSpec spec, CodeForm form, Scope scope) {
    var code = code(spec, form, scope);
    var network = spec.network();
    return (x, t) -> network.score(scope, x, t, code.at(t), Dropout.none());
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
