package org.p2f.numerics.data;

/** PNG and JPEG files in memory, decoded as importing a data set does, at the size wanted. */
public final class PictureFile {

  private PictureFile() {}

  /**
   * Decodes a file, whole or not at all. Its size is read from its header: a picture of another
   * size is refused before it is decoded, however large it is. Grey becomes equal channels, 16 bits
   * become 8, transparent pixels are laid on white, inks are mixed to colours. Colour profiles and
   * EXIF orientation are not applied.
   *
   * @param name to say which file is bad
   * @param channels 1 or 3
   * @return uint8 [channels, height, width]
   * @throws InvalidData if the file is neither PNG nor JPEG, cut, harmed, of another size, or in
   *     colour where one channel is wanted
   */
  public static byte[] decode(String name, byte[] content, int channels, int height, int width)
      throws InvalidData {
    if (!(channels == 1 || channels == 3)) {
      throw new IllegalArgumentException("No picture has %d channels".formatted(channels));
    }
    PictureSize size = PictureDecoder.size(name, content);
    if (size.width() != width || size.height() != height) {
      throw new InvalidData(
          name,
          "has %d×%d pixels (width×height), not %d×%d"
              .formatted(size.width(), size.height(), width, height));
    }
    try (var decoder = new PictureDecoder()) {
      return planes(name, decoder.decode(name, content), channels, height, width);
    }
  }

  private static byte[] planes(String name, Picture picture, int channels, int height, int width)
      throws InvalidData {
    var planes = new byte[channels * height * width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (channels == 1
            && (picture.value(0, x, y) != picture.value(1, x, y)
                || picture.value(0, x, y) != picture.value(2, x, y))) {
          throw new InvalidData(name, "is in colour; grey is wanted");
        }
        for (int channel = 0; channel < channels; channel++) {
          planes[(channel * height + y) * width + x] = (byte) picture.value(channel, x, y);
        }
      }
    }
    return planes;
  }
}
