package org.p2f.training.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.network.Weights;

/** Writes models in forms that others run. */
public interface ModelExports {

  /**
   * A model, and which of it is wanted.
   *
   * @param kind of the weights
   * @param weights file of the model with those
   * @param spec file of the model
   * @param license under which its user publishes it, by a model hub's name for it; null if that is
   *     not told
   */
  record Source(String modelId, Weights kind, Path weights, Path spec, @Nullable String license) {}

  /** The one of them that writes that form. */
  static ModelExports of(Format format, List<ModelExports> writers) {
    return writers.stream()
        .filter(writer -> writer.formats().contains(format))
        .findFirst()
        .orElseThrow();
  }

  /** The forms that it writes; each has one writer. */
  Set<Format> formats();

  /**
   * @param format one of {@link #formats}
   * @param target is made or replaced
   * @throws ArithmeticException if the form's numbers cannot hold the weights
   */
  void write(Format format, Source source, Path target);

  /** Forms of a model that others run, weights inside. */
  enum Format {
    /** Encoder and score network for {@code torch.jit.load}. */
    TORCHSCRIPT("model.pt"),
    /** The encoder for any runtime of ONNX. */
    ONNX("encoder.onnx"),
    /** The encoder's weights alone, in float16, as a folder of reference models has them. */
    ENCODER("weights.safetensors"),
    /** A folder with the encoder as model hubs show it: weights, configuration and card. */
    HUGGINGFACE("huggingface.zip");

    private final String fileName;

    Format(String fileName) {
      this.fileName = fileName;
    }

    public String fileName() {
      return fileName;
    }
  }
}
