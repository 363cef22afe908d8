package org.p2f.numerics.data;

import java.awt.image.Raster;

/**
 * Turns the components of a JPEG file, as the JDK's decoder (libjpeg 6b) gives them, into pixels as
 * later libraries do.
 */
final class JpegPixels {
  private JpegPixels() {}

  /**
   * @param components one band each, all in full size, colours not converted
   */
  static Picture of(JpegStructure structure, Raster components) {
    int width = components.getWidth();
    int height = components.getHeight();
    int bands = components.getNumBands();
    int[][] planes = new int[bands][];
    for (int band = 0; band < bands; band++) {
      planes[band] = components.getSamples(0, 0, width, height, band, (int[]) null);
      if (structure.frame().isHalvedDown(band)) {
        planes[band] = smoothed(planes[band], width, height);
      }
    }
    var picture = new Picture(width, height);
    int[] pixel = new int[bands];
    int[] rgb = new int[3];
    for (int at = 0; at < width * height; at++) {
      for (int band = 0; band < bands; band++) {
        pixel[band] = planes[band][at];
      }
      structure.colours().toRgb(pixel, rgb);
      picture.set(at, rgb);
    }
    return picture;
  }

  /**
   * Where only rows are halved, libjpeg 6b repeats each, while libjpeg-turbo mixes neighbours three
   * to one (jdsample.c, {@code h1v2_fancy_upsample}). Every second row is one that was coded.
   */
  private static int[] smoothed(int[] repeated, int width, int height) {
    int[] smooth = new int[repeated.length];
    int last = (height - 1) / 2;
    for (int y = 0; y < height; y++) {
      boolean upper = y % 2 == 0;
      int near = y / 2;
      int far = Math.clamp(upper ? near - 1L : near + 1L, 0, last);
      int bias = upper ? 1 : 2;
      for (int x = 0; x < width; x++) {
        smooth[y * width + x] =
            (3 * repeated[2 * near * width + x] + repeated[2 * far * width + x] + bias) >> 2;
      }
    }
    return smooth;
  }
}
