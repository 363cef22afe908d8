package org.p2f.numerics.encode;

import java.util.List;
import org.p2f.numerics.net.FoldedEncoder;
import org.p2f.numerics.net.Latent;
import org.p2f.numerics.net.WideResNetEncoder;
import org.p2f.numerics.program.Declarations;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.TensorSpec;
import org.p2f.numerics.program.Value;

/** The methods of an encoder in evaluation mode. */
final class EncoderProgram {

  /** (parameters, buffers) → the constants the other methods take. */
  static final String FOLD = "fold";

  /** (parameters, buffers, constants, times [T]) → biases [T, S]. */
  static final String TIMES = "times";

  /**
   * (parameters, buffers, constants, pixels, biases [1, S], mean, std) → codes [B, d]; of
   * distributions, their means and the logarithms of their variances.
   */
  static final String AT = "encodeAt";

  /** As {@link #AT}, with biases [B, S]. */
  static final String ROWS = "encodeRows";

  private final Declarations declarations = new Declarations();
  private final ProgramBuilder builder;
  private final Precision precision;
  private final Layout layout;
  private final int biasSize;

  EncoderProgram(ModelSpec spec, Precision precision, Layout layout) {
    this.precision = precision;
    this.layout = layout;
    var encoder = new FoldedEncoder(new WideResNetEncoder(spec.encoder(), spec.sde()));
    this.biasSize = encoder.biasSize();
    this.builder =
        new ProgramBuilder()
            .method(FOLD, g -> encoder.fold(scope(g)))
            .method(TIMES, g -> times(g, encoder))
            .method(AT, g -> encode(g, encoder, true))
            .method(ROWS, g -> encode(g, encoder, false));
  }

  private List<Value> times(Graph g, FoldedEncoder encoder) {
    var scope = scope(g);
    return List.of(encoder.biases(scope, g.tensors("constants"), g.tensor("t")).contiguous());
  }

  private List<Value> encode(Graph g, FoldedEncoder encoder, boolean oneTime) {
    var scope = scope(g);
    var constants = g.tensors("constants");
    var pixels = g.tensor("pixels");
    var biases = g.tensor("biases");
    var x = pixels.sub(g.tensor("mean")).div(g.tensor("std"));
    var latent =
        oneTime
            ? encoder.encodeAt(scope, constants, x, biases)
            : encoder.encode(scope, constants, x, biases);
    return switch (latent) {
      case Latent.Deterministic(var z) -> List.of(z.contiguous());
      case Latent.Gaussian(var mean, var logVariance) ->
          List.of(mean.contiguous(), logVariance.contiguous());
    };
  }

  private Scope scope(Graph g) {
    var parameters = g.tensors("parameters");
    var buffers = g.tensors("buffers");
    return Scope.root(
        g,
        declarations,
        i -> g.item(parameters, i),
        i -> g.item(buffers, i),
        precision,
        layout,
        false);
  }

  /** S, number of values in a time's biases. */
  int biasSize() {
    return biasSize;
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
}
