package org.p2f.spec.network;

/** Which weights of a model answer. */
public enum Weights {
  /** Those of the last step; the published runs' encoders are these. */
  RAW("weights.safetensors"),
  /** Their exponential moving averages. */
  EMA("ema.safetensors");

  private final String file;

  Weights(String file) {
    this.file = file;
  }

  /** The file of a model that holds them. */
  public String file() {
    return file;
  }
}
