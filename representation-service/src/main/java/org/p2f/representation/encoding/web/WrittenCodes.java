package org.p2f.representation.encoding.web;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.IntFunction;
import org.p2f.representation.encoding.Codes;

/** Codes as bodies carry them. */
public final class WrittenCodes {
  private static final ValueLayout.OfFloat LITTLE_ENDIAN =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private WrittenCodes() {}

  /** By image and time; a view, so no value is boxed before it is written. */
  public static List<List<List<Float>>> nested(Codes codes) {
    return list(
        codes.images(),
        image ->
            list(
                codes.times(),
                time -> list(codes.size(), component -> codes.value(image, time, component))));
  }

  /** All values in order; a view too. */
  public static List<Float> flat(Codes codes) {
    var values = codes.values();
    return list(
        Math.toIntExact(values.byteSize() / Float.BYTES),
        i -> values.getAtIndex(ValueLayout.JAVA_FLOAT, i));
  }

  static String base64(Codes codes, ElementKind kind) {
    return Base64.getEncoder().encodeToString(bytes(codes, kind, new byte[0]));
  }

  /**
   * All codes in order.
   *
   * @param kind of floats
   * @param before what comes first
   */
  public static byte[] bytes(Codes codes, ElementKind kind, byte[] before) {
    MemorySegment values = codes.values();
    long count = values.byteSize() / Float.BYTES;
    byte[] bytes = Arrays.copyOf(before, Math.toIntExact(before.length + count * kind.bytes()));
    switch (kind) {
      case FLOAT32 ->
          MemorySegment.copy(
              values,
              ValueLayout.JAVA_FLOAT,
              0,
              MemorySegment.ofArray(bytes),
              LITTLE_ENDIAN,
              before.length,
              count);
      case FLOAT16 -> {
        var out = ByteBuffer.wrap(bytes).position(before.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long i = 0; i < count; i++) {
          out.putShort(Float.floatToFloat16(values.getAtIndex(ValueLayout.JAVA_FLOAT, i)));
        }
      }
      case UINT8 -> throw new IllegalArgumentException("Codes are no bytes");
    }
    return bytes;
  }

  private static <T> List<T> list(int size, IntFunction<T> element) {
    return new View<>(size, element);
  }

  /** An immutable list that makes its elements as they are asked for. */
  private static final class View<T> extends AbstractList<T> implements RandomAccess {
    private final int size;
    private final IntFunction<T> element;

    View(int size, IntFunction<T> element) {
      this.size = size;
      this.element = element;
    }

    @Override
    public T get(int index) {
      return element.apply(Objects.checkIndex(index, size));
    }

    @Override
    public int size() {
      return size;
    }
  }
}
