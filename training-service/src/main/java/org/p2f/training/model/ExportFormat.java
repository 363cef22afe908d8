package org.p2f.training.model;

/** Forms of a model that others run, weights inside. */
public enum ExportFormat {
  /** Encoder and score network for {@code torch.jit.load}. */
  TORCHSCRIPT("model.pt"),
  /** The encoder for any runtime of ONNX. */
  ONNX("encoder.onnx"),
  /** The encoder's weights alone, in float16, as a folder of reference models has them. */
  ENCODER("weights.safetensors"),
  /** A folder with the encoder as model hubs show it: weights, configuration and card. */
  HUGGINGFACE("huggingface.zip");

  private final String fileName;

  ExportFormat(String fileName) {
    this.fileName = fileName;
  }

  public String fileName() {
    return fileName;
  }
}
