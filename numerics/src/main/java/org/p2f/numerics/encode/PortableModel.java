package org.p2f.numerics.encode;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.p2f.numerics.net.Dropout;
import org.p2f.numerics.net.WideResNetEncoder;
import org.p2f.numerics.program.Declarations;
import org.p2f.numerics.program.ElementType;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.HeldTensor;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.OnnxInput;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.TensorSpec;
import org.p2f.numerics.program.Value;
import org.p2f.numerics.tensor.SafetensorsFile;
import org.p2f.spec.network.Weights;

/**
 * A model in forms that others run: float32, evaluation mode, weights inside, no P2F needed.
 *
 * <p>The TorchScript archive has {@code forward(pixels, t)}, the code E(x, t) of pixels in [0, 1]
 * at times [B], {@code preprocess(pixels)}, what the networks see of pixels, and, where the model
 * has a score network, {@code score(images, t, code)} of noisy images as preprocessed. The ONNX
 * model is {@code forward}.
 */
public final class PortableModel {

  private static final String FORWARD = "forward";

  private final ModelSpec spec;
  private final SafetensorsFile weights;

  private PortableModel(ModelSpec spec, SafetensorsFile weights) {
    this.spec = spec;
    this.weights = weights;
  }

  /**
   * @param target appears or is replaced
   * @throws IOException if the model cannot be read or the target not written
   */
  public static void writeTorchScript(ModelFiles files, Weights weights, Path target)
      throws IOException {
    try (var file = files.openWeights(weights);
        var out = new BufferedOutputStream(Files.newOutputStream(target))) {
      new PortableModel(ModelSpec.read(files.spec()), file).torchScript(out);
    }
  }

  /** As {@link #writeTorchScript}, the encoder alone. */
  public static void writeOnnx(ModelFiles files, Weights weights, Path target) throws IOException {
    try (var file = files.openWeights(weights);
        var out = new BufferedOutputStream(Files.newOutputStream(target))) {
      new PortableModel(ModelSpec.read(files.spec()), file).onnx(out);
    }
  }

  private void torchScript(OutputStream out) throws IOException {
    var declarations = new Declarations();
    var builder =
        new ProgramBuilder()
            .function("preprocess", g -> preprocessed(g.tensor("pixels")))
            .function(FORWARD, g -> forward(g, declarations));
    if (holdsScoreNetwork()) {
      builder.function("score", g -> score(g, declarations));
    }
    builder.writeTorchScript(out, held(declarations));
  }

  /** Not so where nothing but a trained encoder was kept. */
  private boolean holdsScoreNetwork() {
    return spec.objective().scoreTerm()
        && !weights.tensors().keySet().stream()
            .allMatch(name -> name.startsWith(ModelSpec.ENCODER_PREFIX));
  }

  private void onnx(OutputStream out) throws IOException {
    var declarations = new Declarations();
    var images = spec.preprocessing();
    new ProgramBuilder()
        .function(FORWARD, g -> forward(g, declarations))
        .writeOnnx(
            out,
            FORWARD,
            List.of(
                new OnnxInput(
                    "pixels",
                    ElementType.FLOAT32,
                    List.of(
                        "batch",
                        Integer.toString(images.channels()),
                        Integer.toString(images.height()),
                        Integer.toString(images.width()))),
                new OnnxInput("t", ElementType.FLOAT32, List.of("batch"))),
            held(declarations));
  }

  private Value forward(Graph g, Declarations declarations) {
    var pixels = g.tensor("pixels");
    var t = g.tensor("t");
    return new WideResNetEncoder(spec.encoder(), spec.sde())
        .encode(scope(g, declarations).in("encoder"), preprocessed(pixels), t)
        .center();
  }

  private Value score(Graph g, Declarations declarations) {
    var images = g.tensor("images");
    var t = g.tensor("t");
    var code = g.tensor("code");
    return spec.network().score(scope(g, declarations), images, t, code, Dropout.none());
  }

  private Value preprocessed(Value pixels) {
    return pixels
        .sub(perChannel(pixels, spec.preprocessing().mean()))
        .div(perChannel(pixels, spec.preprocessing().std()));
  }

  private static Value perChannel(Value like, List<Double> values) {
    return like.graph()
        .constants(like, values.stream().mapToDouble(Double::doubleValue).toArray())
        .reshape(-1, 1, 1);
  }

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

  private List<HeldTensor> held(Declarations declarations) {
    return Stream.concat(declarations.parameters().stream(), declarations.buffers().stream())
        .map(this::held)
        .toList();
  }

  private HeldTensor held(TensorSpec tensor) {
    return new HeldTensor(tensor.name(), tensor.shape(), weights.data(tensor.name()));
  }
}
