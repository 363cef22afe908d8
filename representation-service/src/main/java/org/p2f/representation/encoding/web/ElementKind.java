package org.p2f.representation.encoding.web;

/** Numbers in binary bodies, little-endian, as NumPy and the Open Inference Protocol name them. */
public enum ElementKind {
  UINT8("|u1", "UINT8", 1),
  FLOAT16("<f2", "FP16", 2),
  FLOAT32("<f4", "FP32", 4);

  private final String numpy;
  private final String inference;
  private final int bytes;

  ElementKind(String numpy, String inference, int bytes) {
    this.numpy = numpy;
    this.inference = inference;
    this.bytes = bytes;
  }

  public String numpy() {
    return numpy;
  }

  public String inference() {
    return inference;
  }

  public int bytes() {
    return bytes;
  }
}
