package org.p2f.gateway.proxy;

/** Buffers to copy bodies with, no larger than what comes: most calls are small. */
final class CopyBuffer {

  private static final int MOST_BYTES = 1 << 16;
  private static final int UNKNOWN_BYTES = 1 << 14;

  private CopyBuffer() {}

  /**
   * @param length of the body, negative if it is not known
   */
  static byte[] forBody(long length) {
    return new byte[length < 0 ? UNKNOWN_BYTES : Math.clamp(length, 1, MOST_BYTES)];
  }
}
