package org.p2f.numerics.program;

/** Element types inside a program; {@link #code()} is libtorch's number for it. */
public enum ElementType {
  UINT8(0),
  INT16(2),
  INT64(4),
  FLOAT32(6),
  FLOAT64(7),
  BOOL(11),
  BFLOAT16(15);

  private final int code;

  ElementType(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
