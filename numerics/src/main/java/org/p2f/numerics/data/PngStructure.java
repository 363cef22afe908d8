package org.p2f.numerics.data;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG file: found whole and unharmed before the decoder, which checks less, sees
 * them.
 *
 * @param orientation of its EXIF chunk, 1 (upright) to 8
 * @param bare the file without what says nothing about pixels' values: texts, times, profiles
 */
@SuppressWarnings("ArrayRecordComponent") // read once, compared by nobody
record PngStructure(PictureSize size, int orientation, byte[] bare) {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int LENGTH = 4;
  private static final int TYPE = 4;
  private static final int CRC = 4;
  private static final int IHDR = 0x49484452;
  private static final int IEND = 0x49454e44;
  private static final int EXIF = 0x65584966;
  private static final int TRNS = 0x74524e53;

  /** IHDR, PLTE, IDAT, IEND. */
  private static final Set<Integer> OF_PIXELS = Set.of(IHDR, 0x504c5445, 0x49444154, IEND);

  /** Bytes of IHDR; bit depth and colour type are its ninth and tenth. */
  private static final int HEADER = 13;

  private static final int GREY = 0;
  private static final int RGB = 2;

  static boolean begins(byte[] content) {
    return content.length >= SIGNATURE.length
        && Arrays.equals(content, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
  }

  /**
   * @throws InvalidData if a chunk is cut, its checksum differs, or the last one is missing
   */
  static PngStructure of(String name, byte[] content) throws InvalidData {
    ByteBuffer in = ByteBuffer.wrap(content);
    var bare = new ByteArrayOutputStream(content.length);
    bare.writeBytes(SIGNATURE);
    PictureSize size = null;
    int orientation = ExifOrientation.UPRIGHT;
    int at = SIGNATURE.length;
    while (true) {
      if (content.length - at < LENGTH + TYPE + CRC) {
        throw new InvalidData(name, at, "the PNG file ends before its last chunk");
      }
      int length = in.getInt(at);
      int type = in.getInt(at + LENGTH);
      int data = at + LENGTH + TYPE;
      if (length < 0 || length > content.length - data - CRC) {
        throw new InvalidData(name, at, "the PNG file ends within a chunk");
      }
      var crc = new CRC32();
      crc.update(content, at + LENGTH, TYPE + length);
      if ((int) crc.getValue() != in.getInt(data + length)) {
        throw new InvalidData(name, at, "the checksum of a PNG chunk does not match");
      }
      if (size == null) {
        if (type != IHDR || length < HEADER) {
          throw new InvalidData(name, at, "the PNG file does not begin with its header");
        }
        size = new PictureSize(in.getInt(data), in.getInt(data + 4)).checked(name);
      }
      int end = data + length + CRC;
      if (OF_PIXELS.contains(type)) {
        bare.write(content, at, end - at);
      } else if (type == TRNS) {
        bare.writeBytes(transparency(content, at, end));
      } else if (type == EXIF) {
        orientation = ExifOrientation.of(Arrays.copyOfRange(content, data, data + length));
      }
      if (type == IEND) {
        return new PngStructure(size, orientation, bare.toByteArray());
      }
      at = end;
    }
  }

  /**
   * The chunk as ImageIO needs it: it compares samples that it has widened to 8 bits with a
   * transparent grey that it has not, and all bits of that instead of the lowest.
   */
  private static byte[] transparency(byte[] content, int at, int end) {
    byte[] chunk = Arrays.copyOfRange(content, at, end);
    int header = SIGNATURE.length + LENGTH + TYPE;
    int depth = content[header + 8];
    int colour = content[header + 9];
    int crcAt = chunk.length - CRC;
    if (depth < 1 || depth > 8 || (colour != GREY && colour != RGB)) {
      return chunk;
    }
    ByteBuffer out = ByteBuffer.wrap(chunk);
    int most = (1 << depth) - 1;
    for (int i = LENGTH + TYPE; i + 1 < crcAt; i += 2) {
      out.putShort(i, (short) ((out.getShort(i) & most) * 255 / most));
    }
    var crc = new CRC32();
    crc.update(chunk, LENGTH, crcAt - LENGTH);
    out.putInt(crcAt, (int) crc.getValue());
    return chunk;
  }
}
