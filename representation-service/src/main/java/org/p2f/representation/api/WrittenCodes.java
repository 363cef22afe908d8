package org.p2f.representation.api;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.AbstractList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.IntFunction;
import org.p2f.representation.domain.Codes;

/** Codes as JSON can carry them. */
final class WrittenCodes {
  private static final ValueLayout.OfFloat LITTLE_ENDIAN =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private WrittenCodes() {}

  /** By image and time; a view, so no value is boxed before it is written. */
  static List<List<List<Float>>> nested(Codes codes) {
    return list(
        codes.images(),
        image ->
            list(
                codes.times(),
                time -> list(codes.size(), component -> codes.value(image, time, component))));
  }

  static String base64(Codes codes) {
    MemorySegment values = codes.values();
    byte[] bytes = new byte[Math.toIntExact(values.byteSize())];
    MemorySegment.copy(
        values,
        ValueLayout.JAVA_FLOAT,
        0,
        MemorySegment.ofArray(bytes),
        LITTLE_ENDIAN,
        0,
        values.byteSize() / Float.BYTES);
    return Base64.getEncoder().encodeToString(bytes);
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
