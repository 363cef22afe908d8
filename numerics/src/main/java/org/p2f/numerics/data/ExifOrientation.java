package org.p2f.numerics.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The orientation in an EXIF block (Exif 2.32, tag 0x0112), for what is told about pictures. */
final class ExifOrientation {
  static final int UPRIGHT = 1;

  private static final int HIGHEST = 8;
  private static final int TAG = 0x0112;
  private static final int LITTLE_ENDIAN = 0x4949;
  private static final int DIRECTORY_AT = 4;
  private static final int ENTRY = 12;
  private static final int VALUE_AT = 8;

  private ExifOrientation() {}

  /**
   * @param tiff the block from its byte order on
   * @return 1 to 8; 1 where the block is harmed or says nothing
   */
  static int of(byte[] tiff) {
    if (tiff.length < DIRECTORY_AT + Integer.BYTES) {
      return UPRIGHT;
    }
    ByteBuffer in = ByteBuffer.wrap(tiff);
    in.order(in.getShort(0) == LITTLE_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    long directory = Integer.toUnsignedLong(in.getInt(DIRECTORY_AT));
    if (directory + Short.BYTES > tiff.length) {
      return UPRIGHT;
    }
    int entries = Short.toUnsignedInt(in.getShort((int) directory));
    for (int i = 0; i < entries; i++) {
      long at = directory + Short.BYTES + (long) i * ENTRY;
      if (at + ENTRY > tiff.length) {
        return UPRIGHT;
      }
      if (Short.toUnsignedInt(in.getShort((int) at)) == TAG) {
        int value = Short.toUnsignedInt(in.getShort((int) at + VALUE_AT));
        return value >= UPRIGHT && value <= HIGHEST ? value : UPRIGHT;
      }
    }
    return UPRIGHT;
  }
}
