package org.p2f.numerics.data;

import java.nio.ByteBuffer;

/** The start of a JPEG file, up to the frame header that tells size and colour components. */
final class JpegStructure {
  private static final int SOI = 0xffd8;
  private static final int SOF0 = 0xc0;
  private static final int SOF2 = 0xc2;
  private static final int SOF15 = 0xcf;
  private static final int DHT = 0xc4;
  private static final int JPG = 0xc8;
  private static final int DAC = 0xcc;
  private static final int SOS = 0xda;

  private JpegStructure() {}

  static boolean begins(byte[] content) {
    return content.length >= 3
        && ByteBuffer.wrap(content).getShort(0) == (short) SOI
        && content[2] == (byte) 0xff;
  }

  /**
   * @throws InvalidData if there is no frame header, or it announces what is not decoded here
   */
  static PictureSize check(String name, byte[] content) throws InvalidData {
    ByteBuffer in = ByteBuffer.wrap(content);
    int at = 2;
    while (at + 4 <= content.length) {
      if (content[at] != (byte) 0xff) {
        throw new InvalidData(name, at, "no JPEG marker where one must be");
      }
      int marker = Byte.toUnsignedInt(content[at + 1]);
      if (marker == 0xff) { // padding
        at++;
        continue;
      }
      int length = Short.toUnsignedInt(in.getShort(at + 2));
      if (marker == SOS || length < 2) {
        break;
      }
      if (isFrame(marker)) {
        return frame(name, in, at, marker);
      }
      at += 2 + length;
    }
    throw new InvalidData(name, Math.min(at, content.length), "the JPEG file has no frame header");
  }

  private static boolean isFrame(int marker) {
    return marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC;
  }

  private static PictureSize frame(String name, ByteBuffer in, int at, int marker)
      throws InvalidData {
    if (in.limit() < at + 10) {
      throw new InvalidData(name, in.limit(), "the JPEG file ends within its frame header");
    }
    int precision = in.get(at + 4);
    int components = in.get(at + 9);
    if (marker > SOF2 || precision != 8) {
      throw new InvalidData(
          name, at, "lossless, arithmetic or %d-bit JPEG is not decoded".formatted(precision));
    }
    if (components == 4) {
      throw new InvalidData(name, at, "is a CMYK JPEG; convert it to RGB first");
    }
    if (components != 1 && components != 3) {
      throw new InvalidData(name, at, "is a JPEG of %d components".formatted(components));
    }
    int height = Short.toUnsignedInt(in.getShort(at + 5));
    int width = Short.toUnsignedInt(in.getShort(at + 7));
    return new PictureSize(width, height).checked(name);
  }
}
