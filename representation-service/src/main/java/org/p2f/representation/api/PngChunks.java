package org.p2f.representation.api;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** The chunks of a PNG file, found whole before the decoder, which checks less, sees them. */
final class PngChunks {
  private static final long SIGNATURE = 0x89504e470d0a1a0aL;
  private static final int IEND = 0x49454e44;
  private static final int FRAME = 3 * Integer.BYTES; // length, type, checksum

  private PngChunks() {}

  static boolean begin(byte[] content) {
    return content.length >= Long.BYTES && ByteBuffer.wrap(content).getLong() == SIGNATURE;
  }

  static void check(byte[] content) throws InvalidPicture {
    ByteBuffer in = ByteBuffer.wrap(content);
    int at = Long.BYTES;
    while (content.length - at >= FRAME) {
      int length = in.getInt(at);
      if (length < 0 || length > content.length - at - FRAME) {
        break;
      }
      var checksum = new CRC32();
      checksum.update(content, at + Integer.BYTES, Integer.BYTES + length);
      if ((int) checksum.getValue() != in.getInt(at + 2 * Integer.BYTES + length)) {
        throw new InvalidPicture("is damaged: a PNG checksum does not match at byte " + at);
      }
      if (in.getInt(at + Integer.BYTES) == IEND) {
        return;
      }
      at += FRAME + length;
    }
    throw new InvalidPicture("is truncated: the PNG file ends at byte " + content.length);
  }
}
