package org.p2f.numerics.checkpoint;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.p2f.numerics.data.InvalidData;

/** A pickle's bytes, read from its first on; each fault tells where it lies. */
final class PickleBytes {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final String file;
  private final byte[] bytes;
  private final MemorySegment segment;
  private int position;

  /**
   * @param file name of the pickle, for messages
   */
  PickleBytes(String file, byte[] bytes) {
    this.file = file;
    this.bytes = bytes;
    this.segment = MemorySegment.ofArray(bytes);
  }

  InvalidData fault(String reason) {
    return new InvalidData(file, position, reason);
  }

  int unsignedByte() throws InvalidData {
    return Byte.toUnsignedInt(bytes[claim(Byte.BYTES)]);
  }

  int unsignedShort() throws InvalidData {
    return Short.toUnsignedInt(segment.get(SHORT, claim(Short.BYTES)));
  }

  int signedInt() throws InvalidData {
    return segment.get(INT, claim(Integer.BYTES));
  }

  long unsignedInt() throws InvalidData {
    return Integer.toUnsignedLong(signedInt());
  }

  /** Eight bytes; negative where they are more than a long holds. */
  long unsignedLong() throws InvalidData {
    return segment.get(LONG, claim(Long.BYTES));
  }

  double bigEndianDouble() throws InvalidData {
    return segment.get(DOUBLE, claim(Double.BYTES));
  }

  /** An integer in so many bytes, the last of which holds the sign. */
  long signed(long length) throws InvalidData {
    if (length > Long.BYTES) {
      throw fault("an integer of %s bytes".formatted(Long.toUnsignedString(length)));
    }
    int from = claim(length);
    long value = 0;
    for (int i = (int) length - 1; i >= 0; i--) {
      value = i == length - 1 ? bytes[from + i] : value << Byte.SIZE | (bytes[from + i] & 0xff);
    }
    return value;
  }

  String text(long length) throws InvalidData {
    int from = claim(length);
    return new String(bytes, from, position - from, StandardCharsets.UTF_8);
  }

  /** What stands before the next line break, which is passed. */
  String line() throws InvalidData {
    int end = position;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    String line = text(end - position);
    claim(1);
    return line;
  }

  private int claim(long length) throws InvalidData {
    if (length < 0 || length > bytes.length - position) {
      throw fault(
          "the pickle ends after %d bytes, of which %s are needed here"
              .formatted(bytes.length, Long.toUnsignedString(length)));
    }
    int from = position;
    position += (int) length;
    return from;
  }
}
