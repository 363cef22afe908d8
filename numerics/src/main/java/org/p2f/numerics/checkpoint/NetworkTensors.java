package org.p2f.numerics.checkpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.p2f.numerics.encode.ModelSpec;
import org.p2f.numerics.net.Dropout;
import org.p2f.numerics.net.ImageDecoder;
import org.p2f.numerics.net.WideResNetEncoder;
import org.p2f.numerics.program.Declarations;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.TensorSpec;
import org.p2f.numerics.program.Value;
import org.p2f.spec.network.ParameterCount;

/**
 * The tensors that a model's networks are made of, by name.
 *
 * @param encoder those of the encoder
 * @param all those of every network that the objective trains
 * @param parameterCount number of trained values among all
 */
record NetworkTensors(
    Map<String, TensorSpec> encoder, Map<String, TensorSpec> all, ParameterCount parameterCount) {

  /**
   * @throws IllegalArgumentException if there are no such networks
   */
  static NetworkTensors of(ModelSpec spec) {
    var objective = spec.objective();
    var declarations = new Declarations();
    var builder = new ProgramBuilder().function("encode", g -> encode(g, declarations, spec));
    Map<String, TensorSpec> encoder = byName(declarations);
    long encoderCount = declarations.parameterCount();
    if (objective.scoreTerm()) {
      builder.function("score", g -> score(g, declarations, spec));
    }
    if (objective.loss().reconstructs()) {
      builder.function("decode", g -> decode(g, declarations, spec));
    }
    return new NetworkTensors(
        encoder,
        byName(declarations),
        new ParameterCount(encoderCount, declarations.parameterCount() - encoderCount));
  }

  private static Map<String, TensorSpec> byName(Declarations declarations) {
    Map<String, TensorSpec> tensors = new LinkedHashMap<>();
    for (List<TensorSpec> some : List.of(declarations.parameters(), declarations.buffers())) {
      some.forEach(tensor -> tensors.put(tensor.name(), tensor));
    }
    return tensors;
  }

  private static Value encode(Graph g, Declarations declarations, ModelSpec spec) {
    var scope = scope(g, declarations).in("encoder");
    return new WideResNetEncoder(spec.encoder(), spec.sde())
        .encode(scope, g.tensor("images"), g.tensor("t"))
        .center();
  }

  private static Value score(Graph g, Declarations declarations, ModelSpec spec) {
    return spec.network()
        .score(
            scope(g, declarations),
            g.tensor("images"),
            g.tensor("t"),
            g.tensor("code"),
            Dropout.none());
  }

  private static Value decode(Graph g, Declarations declarations, ModelSpec spec) {
    return ImageDecoder.of(spec.scoreNetwork(), spec.latentSize(), spec.noising())
        .decode(scope(g, declarations), g.tensor("t"), g.tensor("code"), Dropout.none());
  }

  /** Nothing is computed in it: graphs are built for the tensors they ask for. */
  private static Scope scope(Graph g, Declarations declarations) {
    return Scope.root(
        g,
        declarations,
        i -> g.held(declarations.parameters().get(i).name()),
        i -> g.held(declarations.buffers().get(i).name()),
        Precision.FLOAT32,
        Layout.CONTIGUOUS,
        false);
  }

  Map<String, TensorSpec> wanted(boolean encoderAlone) {
    return encoderAlone ? encoder : all;
  }

  ParameterCount parameterCount(boolean encoderAlone) {
    return encoderAlone ? new ParameterCount(parameterCount.encoder(), 0) : parameterCount;
  }

  /**
   * What turns the names of an encoder that was saved on its own into those it has in a model;
   * changes nothing of other names.
   */
  UnaryOperator<String> prefixing(Iterable<String> names) {
    boolean bare = false;
    for (String name : names) {
      if (name.startsWith(ModelSpec.ENCODER_PREFIX)) {
        return UnaryOperator.identity();
      }
      bare |= name.equals("conv1.weight");
    }
    return bare ? ModelSpec.ENCODER_PREFIX::concat : UnaryOperator.identity();
  }
}
