package org.p2f.numerics.solver;

import java.io.IOException;
import java.util.List;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.encode.ModelSpec;
import org.p2f.numerics.encode.Weights;
import org.p2f.numerics.net.Dropout;
import org.p2f.numerics.net.WideResNetEncoder;
import org.p2f.numerics.program.Declarations;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.TensorSet;
import org.p2f.numerics.program.Value;
import org.p2f.numerics.tensor.SafetensorsFile;

/**
 * A model's score network in evaluation mode, in float32, with its encoder where codes are those of
 * images. Images are as the networks see them, not pixels.
 */
public final class ModelScore implements Score, AutoCloseable {

  private final ModelSpec spec;
  private final CodeForm form;
  private final Declarations declarations = new Declarations();
  private final TensorSet parameters;
  private final TensorSet buffers;

  private ModelScore(Engine engine, ModelSpec spec, CodeForm form, SafetensorsFile file) {
    this.spec = spec;
    this.form = form;
    // A graph of its own, to hear which tensors the networks ask for.
    new ProgramBuilder()
        .method("declare", g -> List.of(in(g).at(g.tensor("images"), g.tensor("times"))));
    this.parameters = TensorSet.read(engine, declarations.parameters(), file, name -> name);
    this.buffers = TensorSet.read(engine, declarations.buffers(), file, name -> name);
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
    try (var file = files.openWeights(weights)) {
      return new ModelScore(engine, spec, form, file);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "%s does not fit %s: %s"
              .formatted(files.weights().getFileName(), files.spec().getFileName(), e.getMessage()),
          e);
    }
  }

  public ModelSpec spec() {
    return spec;
  }

  @Override
  public InGraph in(Graph graph) {
    var weights = graph.tensors("parameters");
    var fixed = graph.tensors("buffers");
    var scope =
        Scope.root(
            graph,
            declarations,
            i -> graph.item(weights, i),
            i -> graph.item(fixed, i),
            Precision.FLOAT32,
            Layout.CHANNELS_LAST,
            false);
    var code = code(scope);
    var network = spec.network();
    return (x, t) -> network.score(scope, x, t, code.at(t), Dropout.none());
  }

  /** The code as a function of time. */
  private interface Code {
    Value at(Value t);
  }

  private Code code(Scope scope) {
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
    return List.of(parameters, buffers);
  }

  @Override
  public void close() {
    parameters.close();
    buffers.close();
  }
}
