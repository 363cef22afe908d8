package org.p2f.numerics.data;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** How a file is packed, told by its first bytes: names lie. */
enum Packing {
  NONE,
  GZIP,
  XZ,
  ZIP,
  TAR;

  /** As many bytes as the latest of the marks needs. */
  static final int HEAD = 262;

  private static final int TAR_MARK_AT = 257;
  private static final byte[] TAR_MARK = "ustar".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] XZ_MARK = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0};

  static Packing of(byte[] head) {
    if (startsWith(head, 0, new byte[] {0x1f, (byte) 0x8b, 8})) {
      return GZIP;
    }
    if (startsWith(head, 0, XZ_MARK)) {
      return XZ;
    }
    if (startsWith(head, 0, new byte[] {'P', 'K', 3, 4})) {
      return ZIP;
    }
    return startsWith(head, TAR_MARK_AT, TAR_MARK) ? TAR : NONE;
  }

  private static boolean startsWith(byte[] head, int at, byte[] mark) {
    return head.length >= at + mark.length
        && Arrays.equals(head, at, at + mark.length, mark, 0, mark.length);
  }
}
