package org.p2f.numerics.trajectory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Numbers of 16 bits (IEEE 754 binary16) as floats, and back, rounded to the nearest. */
final class Halves {

  private static final ValueLayout.OfShort HALF =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  private Halves() {}

  static void widen(MemorySegment halves, MemorySegment floats) {
    long count = halves.byteSize() / Short.BYTES;
    for (long i = 0; i < count; i++) {
      floats.setAtIndex(FLOAT, i, Float.float16ToFloat(halves.getAtIndex(HALF, i)));
    }
  }

  static void narrow(MemorySegment floats, MemorySegment halves) {
    long count = halves.byteSize() / Short.BYTES;
    for (long i = 0; i < count; i++) {
      halves.setAtIndex(HALF, i, Float.floatToFloat16(floats.getAtIndex(FLOAT, i)));
    }
  }
}
