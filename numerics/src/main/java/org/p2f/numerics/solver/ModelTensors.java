package org.p2f.numerics.solver;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.p2f.numerics.encode.ModelFiles;
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

/** Those of a model's tensors that some of its networks ask for, in evaluation mode, in float32. */
final class ModelTensors implements AutoCloseable {

  private final Declarations declarations = new Declarations();
  private final List<TensorSet> read = new ArrayList<>();
  private final List<Object> arguments;

  /** Networks as a part of a graph. */
  @FunctionalInterface
  interface Networks {
    Value in(Scope scope);
  }

  /** Finds the tensors that the networks ask for. */
  private interface Tensors {
    /** A list argument of programs. */
    Object of(List<TensorSpec> specs);
  }

  private ModelTensors(Networks networks, Tensors parametersFrom, Tensors buffersFrom) {
    // A graph of its own, to hear which tensors the networks ask for.
    new ProgramBuilder().method("declare", g -> List.of(networks.in(scope(g))));
    this.arguments =
        List.of(
            parametersFrom.of(declarations.parameters()), buffersFrom.of(declarations.buffers()));
  }

  /**
   * Reads them.
   *
   * @param weights which ones the files name
   * @throws IOException if a file cannot be read or the two do not fit each other
   */
  static ModelTensors load(Engine engine, ModelFiles files, Weights weights, Networks networks)
      throws IOException {
    var read = new ArrayList<TensorSet>();
    try (var file = files.openWeights(weights)) {
      Tensors fromFile =
          specs -> {
            var set = TensorSet.read(engine, specs, file, name -> name);
            read.add(set);
            return set;
          };
      var tensors = new ModelTensors(networks, fromFile, fromFile);
      tensors.read.addAll(read);
      return tensors;
    } catch (IllegalArgumentException e) {
      read.forEach(TensorSet::close);
      throw new IOException(
          "%s does not fit %s: %s"
              .formatted(files.weights().getFileName(), files.spec().getFileName(), e.getMessage()),
          e);
    }
  }

  /**
   * Tensors that are used as they are at each call.
   *
   * @param parameters outlive it, as do the buffers
   */
  static ModelTensors of(TensorSet parameters, TensorSet buffers, Networks networks) {
    return new ModelTensors(networks, parameters::all, buffers::all);
  }

  /** The model's scope in a graph; adds two list arguments, {@link #arguments()}. */
  Scope scope(Graph graph) {
    var weights = graph.tensors("parameters");
    var fixed = graph.tensors("buffers");
    return Scope.root(
        graph,
        declarations,
        i -> graph.item(weights, i),
        i -> graph.item(fixed, i),
        Precision.FLOAT32,
        Layout.CHANNELS_LAST,
        false);
  }

  /** What is handed over for the two lists. */
  List<Object> arguments() {
    return arguments;
  }

  @Override
  public void close() {
    read.forEach(TensorSet::close);
  }
}
