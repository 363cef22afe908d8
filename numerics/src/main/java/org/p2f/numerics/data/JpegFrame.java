package org.p2f.numerics.data;

import java.util.Arrays;

/**
 * A JPEG file's frame header (ITU-T T.81, B.2.2).
 *
 * @param ids of the components
 * @param across horizontal sampling factor of each, 1 to 4
 * @param down vertical likewise
 */
@SuppressWarnings("ArrayRecordComponent") // read once, compared by nobody
record JpegFrame(PictureSize size, int[] ids, int[] across, int[] down) {
  private static final int SOF0 = 0xc0;
  private static final int SOF2 = 0xc2;
  private static final int SOF15 = 0xcf;
  private static final int DHT = 0xc4;
  private static final int JPG = 0xc8;
  private static final int DAC = 0xcc;

  /** Marker, length, precision, height, width and number of components. */
  private static final int HEAD = 10;

  private static final int COMPONENT = 3;

  static boolean isFrame(int marker) {
    return marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC;
  }

  static JpegFrame read(String name, byte[] content, int at, int end) throws InvalidData {
    if (end - at < HEAD) {
      throw new InvalidData(name, at, "the JPEG frame header is too short");
    }
    int marker = Byte.toUnsignedInt(content[at + 1]);
    int precision = Byte.toUnsignedInt(content[at + 4]);
    int components = Byte.toUnsignedInt(content[at + 9]);
    if (marker > SOF2 || precision != 8) {
      throw new InvalidData(
          name, at, "lossless, arithmetic or %d-bit JPEG is not decoded".formatted(precision));
    }
    if (components != 1 && components != 3 && components != 4) {
      throw new InvalidData(name, at, "is a JPEG of %d components".formatted(components));
    }
    var size = new PictureSize(two(content, at + 7), two(content, at + 5)).checked(name);
    if (end - at < HEAD + components * COMPONENT) {
      throw new InvalidData(name, at, "the JPEG frame header is too short");
    }
    var frame = new JpegFrame(size, new int[components], new int[components], new int[components]);
    for (int i = 0; i < components; i++) {
      int from = at + HEAD + i * COMPONENT;
      frame.ids[i] = Byte.toUnsignedInt(content[from]);
      frame.across[i] = (content[from + 1] >> 4) & 0xf;
      frame.down[i] = content[from + 1] & 0xf;
    }
    return frame;
  }

  private static int two(byte[] content, int at) {
    return (Byte.toUnsignedInt(content[at]) << 8) | Byte.toUnsignedInt(content[at + 1]);
  }

  int components() {
    return ids.length;
  }

  /** Whether that component has every column but only every second row. */
  boolean isHalvedDown(int component) {
    return across[component] == most(across) && 2 * down[component] == most(down);
  }

  private static int most(int[] factors) {
    return Arrays.stream(factors).max().orElseThrow();
  }
}
