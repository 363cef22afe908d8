package org.p2f.numerics.data;

import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.RenderedImage;

/**
 * A decoded picture: three planes of bytes, red, green, blue.
 *
 * <p>Grey becomes three equal planes and 16 bits become 8. Transparent pixels are laid on white.
 * Values are taken as they stand, colour profiles and gamma are not applied.
 */
final class Picture {
  private static final int WHITE = 255;

  private final int width;
  private final int height;
  private final byte[] planes;
  private int orientation = ExifOrientation.UPRIGHT;

  Picture(int width, int height) {
    this.width = width;
    this.height = height;
    this.planes = new byte[3 * width * height];
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** Notes the orientation of its file; the pixels stay as they are. */
  Picture askedToBe(int exifOrientation) {
    orientation = exifOrientation;
    return this;
  }

  /** Whether a viewer that heeds EXIF would show it turned or mirrored. */
  boolean isShownTurned() {
    return orientation != ExifOrientation.UPRIGHT;
  }

  int value(int channel, int x, int y) {
    return Byte.toUnsignedInt(planes[(channel * height + y) * width + x]);
  }

  static Picture of(RenderedImage image) {
    Raster raster = image.getData();
    var picture = new Picture(image.getWidth(), image.getHeight());
    ColorModel colours = image.getColorModel();
    int bands = raster.getNumBands();
    double[] toByte = new double[bands];
    for (int band = 0; band < bands; band++) {
      toByte[band] = (double) WHITE / ((1L << raster.getSampleModel().getSampleSize(band)) - 1);
    }
    int[] samples = new int[bands * picture.width];
    int[] rgba = new int[4];
    for (int y = 0; y < picture.height; y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, picture.width, 1, samples);
      for (int x = 0; x < picture.width; x++) {
        if (colours instanceof IndexColorModel palette) {
          unpack(palette.getRGB(samples[x]), rgba);
        } else {
          for (int band = 0; band < bands; band++) {
            rgba[band] = (int) (samples[x * bands + band] * toByte[band] + .5);
          }
          spread(bands, colours.hasAlpha(), rgba);
        }
        picture.lay(x, y, rgba);
      }
    }
    return picture;
  }

  private static void unpack(int argb, int[] rgba) {
    rgba[0] = argb >> 16 & 0xff;
    rgba[1] = argb >> 8 & 0xff;
    rgba[2] = argb & 0xff;
    rgba[3] = argb >>> 24;
  }

  /** Turns grey into colours, and gives opacity to what has none. */
  private static void spread(int bands, boolean alpha, int[] rgba) {
    int opacity = alpha ? rgba[bands - 1] : WHITE;
    if (bands <= 2) {
      rgba[1] = rgba[0];
      rgba[2] = rgba[0];
    }
    rgba[3] = opacity;
  }

  private void lay(int x, int y, int[] rgba) {
    for (int channel = 0; channel < 3; channel++) {
      int over = rgba[channel] * rgba[3] + WHITE * (WHITE - rgba[3]);
      rgba[channel] = (over + WHITE / 2) / WHITE;
    }
    set(y * width + x, rgba);
  }

  /**
   * @param at number of the pixel, row by row
   * @param rgb 0 to 255 each
   */
  void set(int at, int[] rgb) {
    for (int channel = 0; channel < 3; channel++) {
      planes[channel * height * width + at] = (byte) rgb[channel];
    }
  }
}
