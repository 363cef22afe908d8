package org.p2f.training.domain;

/** Which weights of a model. */
public enum Weights {
  /** As the last step left them. */
  RAW("weights.safetensors"),
  /** Their moving average. */
  EMA("ema.safetensors");

  private final String file;

  Weights(String file) {
    this.file = file;
  }

  /** The file of a model's artifact that holds them. */
  public String file() {
    return file;
  }
}
