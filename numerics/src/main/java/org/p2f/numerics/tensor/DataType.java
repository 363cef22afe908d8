package org.p2f.numerics.tensor;

import java.util.Arrays;
import java.util.Optional;

/** Element types of a tensor; the constants' names are the names that safetensors headers use. */
public enum DataType {
  F64(8),
  F32(4),
  F16(2),
  BF16(2),
  I64(8),
  I32(4),
  I16(2),
  I8(1),
  U8(1),
  BOOL(1);

  private final int bytes;

  DataType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }

  static Optional<DataType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findAny();
  }
}
