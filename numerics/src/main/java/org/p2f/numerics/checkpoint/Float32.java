package org.p2f.numerics.checkpoint;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.p2f.numerics.data.InvalidData;
import org.p2f.numerics.tensor.DataType;
import org.p2f.numerics.tensor.TensorInfo;

/** Numbers of other types as float32: wider ones are rounded, narrower ones are what they were. */
final class Float32 {
  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private Float32() {}

  /**
   * @param file name of the tensor's file, for messages
   * @param info with one of the types F64, F32, F16 and BF16
   * @throws InvalidData if a value is not finite in float32
   */
  static MemorySegment of(String file, TensorInfo info, MemorySegment elements) throws InvalidData {
    boolean as = info.dtype() == DataType.F32;
    MemorySegment floats =
        as ? elements : MemorySegment.ofArray(new float[Math.toIntExact(info.elements())]);
    for (long i = 0; i < info.elements(); i++) {
      float value = value(info.dtype(), elements, i * info.dtype().bytes());
      if (!Float.isFinite(value)) {
        throw new InvalidData(
            file, "value %d of '%s' is %s in float32".formatted(i, info.name(), value));
      }
      if (!as) {
        floats.set(FLOAT, i * Float.BYTES, value);
      }
    }
    return floats;
  }

  private static float value(DataType type, MemorySegment elements, long at) {
    return switch (type) {
      case F64 -> (float) elements.get(DOUBLE, at);
      case F32 -> elements.get(FLOAT, at);
      case F16 -> Float.float16ToFloat(elements.get(SHORT, at));
      case BF16 -> Float.intBitsToFloat(elements.get(SHORT, at) << Short.SIZE);
      case I64, I32, I16, I8, U8, BOOL -> throw new IllegalArgumentException(type + " is no float");
    };
  }
}
