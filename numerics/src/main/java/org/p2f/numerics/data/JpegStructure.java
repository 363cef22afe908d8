package org.p2f.numerics.data;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The markers of a JPEG file, walked from the first to the last: the decoder fills with grey what a
 * cut file lacks, and does not always say so.
 */
final class JpegStructure {
  private static final int SOI = 0xd8;
  private static final int EOI = 0xd9;
  private static final int SOS = 0xda;
  private static final int SOF0 = 0xc0;
  private static final int SOF2 = 0xc2;
  private static final int SOF15 = 0xcf;
  private static final int DHT = 0xc4;
  private static final int JPG = 0xc8;
  private static final int DAC = 0xcc;
  private static final int RST0 = 0xd0;
  private static final int RST7 = 0xd7;

  private final String name;
  private final byte[] content;
  private final ByteBuffer in;

  private JpegStructure(String name, byte[] content) {
    this.name = name;
    this.content = content;
    this.in = ByteBuffer.wrap(content);
  }

  static boolean begins(byte[] content) {
    return content.length >= 3
        && content[0] == (byte) 0xff
        && content[1] == (byte) SOI
        && content[2] == (byte) 0xff;
  }

  /**
   * @throws InvalidData if the file is cut, or announces what is not decoded here
   */
  static PictureSize check(String name, byte[] content) throws InvalidData {
    return new JpegStructure(name, content).walk();
  }

  private PictureSize walk() throws InvalidData {
    PictureSize size = null;
    int at = 2;
    while (true) {
      require(at + 2);
      if (content[at] != (byte) 0xff) {
        throw new InvalidData(name, at, "no JPEG marker where one must be");
      }
      int marker = Byte.toUnsignedInt(content[at + 1]);
      if (marker == 0xff) { // padding
        at++;
        continue;
      }
      if (marker == EOI) {
        return framed(size, at);
      }
      require(at + 4);
      int end = at + 2 + Short.toUnsignedInt(in.getShort(at + 2));
      require(end);
      if (isFrame(marker)) {
        size = frame(at, marker);
      }
      at = marker == SOS ? endOfScan(end) : Math.max(end, at + 2);
    }
  }

  private PictureSize framed(@Nullable PictureSize size, int at) throws InvalidData {
    if (size == null) {
      throw new InvalidData(name, at, "the JPEG file has no frame header");
    }
    return size;
  }

  private void require(int length) throws InvalidData {
    if (length > content.length) {
      throw new InvalidData(name, content.length, "the JPEG file ends before its end marker");
    }
  }

  /** The next marker that is no restart; in a scan's data 0xff is followed by zero. */
  private int endOfScan(int from) throws InvalidData {
    for (int at = from; ; at++) {
      require(at + 2);
      int next = Byte.toUnsignedInt(content[at + 1]);
      if (content[at] == (byte) 0xff && next != 0 && !(next >= RST0 && next <= RST7)) {
        return at;
      }
    }
  }

  private static boolean isFrame(int marker) {
    return marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC;
  }

  private PictureSize frame(int at, int marker) throws InvalidData {
    require(at + 10);
    int precision = content[at + 4];
    int components = content[at + 9];
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
