package org.p2f.numerics.data;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG file: found whole and unharmed before the decoder, which checks less, sees
 * them.
 */
final class PngStructure {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int LENGTH = 4;
  private static final int TYPE = 4;
  private static final int CRC = 4;
  private static final int IHDR = 0x49484452;
  private static final int IEND = 0x49454e44;

  private PngStructure() {}

  static boolean begins(byte[] content) {
    return content.length >= SIGNATURE.length
        && Arrays.equals(content, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
  }

  /**
   * @throws InvalidData if a chunk is cut, its checksum differs, or the last one is missing
   */
  static PictureSize check(String name, byte[] content) throws InvalidData {
    ByteBuffer in = ByteBuffer.wrap(content);
    PictureSize size = null;
    int at = SIGNATURE.length;
    while (true) {
      if (content.length - at < LENGTH + TYPE + CRC) {
        throw new InvalidData(name, at, "the PNG file ends before its last chunk");
      }
      int length = in.getInt(at);
      int type = in.getInt(at + LENGTH);
      if (length < 0 || length > content.length - at - LENGTH - TYPE - CRC) {
        throw new InvalidData(name, at, "the PNG file ends within a chunk");
      }
      var crc = new CRC32();
      crc.update(content, at + LENGTH, TYPE + length);
      if ((int) crc.getValue() != in.getInt(at + LENGTH + TYPE + length)) {
        throw new InvalidData(name, at, "the checksum of a PNG chunk does not match");
      }
      if (size == null) {
        if (type != IHDR || length < 8) {
          throw new InvalidData(name, at, "the PNG file does not begin with its header");
        }
        size =
            new PictureSize(in.getInt(at + LENGTH + TYPE), in.getInt(at + LENGTH + TYPE + 4))
                .checked(name);
      }
      if (type == IEND) {
        return size;
      }
      at += LENGTH + TYPE + length + CRC;
    }
  }
}
