package org.p2f.representation.reconstruction.web;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.p2f.representation.picture.ImageShape;

/** Images [C, H, W] in the units of pixels, as answers carry them: in base64. */
record WrittenImages(ImageShape shape, ReconstructionFormat format) {
  private static final int WHITE = 255;

  /** How many σ beyond black and white are shown; fewer would cut off more of the noise. */
  private static final double MARGIN = 2;

  /** An image whose values are about 0 to 1. */
  String image(float[] values) {
    return noisy(values, 0);
  }

  /**
   * An image with noise.
   *
   * @param sigma its standard deviation
   */
  String noisy(float[] values, double sigma) {
    return Base64.getEncoder()
        .encodeToString(
            switch (format) {
              case PNG -> png(values, sigma);
              case FLOAT32 -> floats(values);
            });
  }

  private static byte[] floats(float[] values) {
    var bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  private byte[] png(float[] values, double sigma) {
    boolean grey = shape.channels() == 1;
    int area = shape.height() * shape.width();
    var picture =
        new BufferedImage(
            shape.width(),
            shape.height(),
            grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
    for (int at = 0; at < area; at++) {
      for (int c = 0; c < shape.channels(); c++) {
        picture
            .getRaster()
            .setSample(
                at % shape.width(), at / shape.width(), c, shade(values[c * area + at], sigma));
      }
    }
    var bytes = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(picture, "png", bytes)) {
        throw new IllegalStateException("There is no writer of PNG files");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static int shade(double value, double sigma) {
    double shown = (value + MARGIN * sigma) / (1 + 2 * MARGIN * sigma);
    return (int) Math.round(WHITE * Math.clamp(shown, 0, 1));
  }
}
