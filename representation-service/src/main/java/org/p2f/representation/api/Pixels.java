package org.p2f.representation.api;

import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.RenderedImage;
import org.p2f.representation.domain.ImageShape;
import org.p2f.representation.domain.Picture;

/**
 * Reads a decoded image's pixels as importing a data set does: grey becomes three equal channels,
 * 16 bits become 8, transparent pixels are laid on white, colour profiles and gamma are not
 * applied.
 */
final class Pixels {
  private static final int WHITE = 255;

  private final Raster raster;
  private final ColorModel colours;
  private final double[] toByte;

  private Pixels(RenderedImage image) {
    this.raster = image.getData();
    this.colours = image.getColorModel();
    this.toByte = new double[raster.getNumBands()];
    for (int band = 0; band < toByte.length; band++) {
      toByte[band] = (double) WHITE / ((1L << raster.getSampleModel().getSampleSize(band)) - 1);
    }
  }

  /**
   * @throws InvalidPicture if it is in colour and one channel is wanted
   */
  static Picture of(RenderedImage image, ImageShape wanted) throws InvalidPicture {
    return new Pixels(image).read(wanted);
  }

  private Picture read(ImageShape wanted) throws InvalidPicture {
    byte[] planes = new byte[wanted.values()];
    int bands = toByte.length;
    int[] samples = new int[bands * wanted.width()];
    int[] rgba = new int[4];
    for (int y = 0; y < wanted.height(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, wanted.width(), 1, samples);
      for (int x = 0; x < wanted.width(); x++) {
        unpack(samples, x * bands, rgba);
        if (wanted.channels() == 1 && (rgba[0] != rgba[1] || rgba[0] != rgba[2])) {
          throw new InvalidPicture("is in colour; the model takes grey images");
        }
        for (int channel = 0; channel < wanted.channels(); channel++) {
          int over = rgba[channel] * rgba[3] + WHITE * (WHITE - rgba[3]);
          planes[(channel * wanted.height() + y) * wanted.width() + x] =
              (byte) ((over + WHITE / 2) / WHITE);
        }
      }
    }
    return new Picture(wanted, planes);
  }

  private void unpack(int[] samples, int at, int[] rgba) {
    if (colours instanceof IndexColorModel palette) {
      int argb = palette.getRGB(samples[at]);
      rgba[0] = argb >> 16 & 0xff;
      rgba[1] = argb >> 8 & 0xff;
      rgba[2] = argb & 0xff;
      rgba[3] = argb >>> 24;
      return;
    }
    int bands = toByte.length;
    boolean grey = bands <= 2;
    for (int channel = 0; channel < 3; channel++) {
      rgba[channel] = value(samples, at, grey ? 0 : channel);
    }
    rgba[3] = colours.hasAlpha() ? value(samples, at, bands - 1) : WHITE;
  }

  private int value(int[] samples, int at, int band) {
    return (int) (samples[at + band] * toByte[band] + .5);
  }
}
