package org.p2f.numerics.solver;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.encode.ModelSpec;
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
import org.p2f.numerics.program.TensorSpec;
import org.p2f.numerics.program.Value;
import org.p2f.spec.network.Weights;

/**
 * A model's score network in evaluation mode, in float32, with its encoder where codes are those of
 * images. Images are as the networks see them, not pixels.
 */
public final class ModelScore implements Score, AutoCloseable {

  private final ModelSpec spec;
  private final CodeForm form;
  private final Declarations declarations = new Declarations();
  private final List<TensorSet> read = new ArrayList<>();
  private final List<Object> arguments;

  /** Finds the tensors that the networks ask for. */
  private interface Tensors {
    /** A list argument of programs. */
    Object of(List<TensorSpec> specs);
  }

  private ModelScore(ModelSpec spec, CodeForm form, Tensors parametersFrom, Tensors buffersFrom) {
    this.spec = spec;
    this.form = form;
    // A graph of its own, to hear which tensors the networks ask for.
    new ProgramBuilder()
        .method("declare", g -> List.of(in(g).at(g.tensor("images"), g.tensor("times"))));
    this.arguments =
        List.of(
            parametersFrom.of(declarations.parameters()), buffersFrom.of(declarations.buffers()));
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
    var read = new ArrayList<TensorSet>();
    try (var file = files.openWeights(weights)) {
      Tensors fromFile =
          specs -> {
            var set = TensorSet.read(engine, specs, file, name -> name);
            read.add(set);
            return set;
          };
      var score = new ModelScore(spec, form, fromFile, fromFile);
      score.read.addAll(read);
      return score;
    } catch (IllegalArgumentException e) {
      read.forEach(TensorSet::close);
      throw new IOException(
          "%s does not fit %s: %s"
              .formatted(files.weights().getFileName(), files.spec().getFileName(), e.getMessage()),
          e);
    }
  }

  /**
   * Networks that are being trained: their tensors are used as they are at each call.
   *
   * @param parameters outlive it, as do the buffers
   */
  public static ModelScore of(
      ModelSpec spec, TensorSet parameters, TensorSet buffers, CodeForm form) {
    return new ModelScore(spec, form, parameters::all, buffers::all);
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
    return arguments;
  }

  @Override
  public void close() {
    read.forEach(TensorSet::close);
  }
}
