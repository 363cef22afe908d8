package org.p2f.numerics.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A result holds NaN or infinities, or values that its stored type cannot hold. */
public final class NotFinite extends ArithmeticException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message one sentence that says of what
   */
  public NotFinite(String message) {
    super(message);
  }

  /**
   * @param floats float32
   * @param stored F32, or F16, whose largest number is 65,504
   * @throws NotFinite if one of them is not finite, or would not be as stored
   */
  public static void refuse(MemorySegment floats, DataType stored, String what) {
    float most = stored == DataType.F16 ? Float.float16ToFloat((short) 0x7bff) : Float.MAX_VALUE;
    for (long i = 0; i < floats.byteSize() / Float.BYTES; i++) {
      float value = floats.getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, i);
      if (!(Math.abs(value) <= most)) { // also refuses NaN
        throw new NotFinite(
            "%s: a value is %s, which %s cannot hold".formatted(what, value, stored));
      }
    }
  }
}
