package org.p2f.representation.encoding.web;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import javax.imageio.ImageIO;

/** Image files for tests. */
public final class Pictures {
  private Pictures() {}

  /** Noise of one of {@link BufferedImage}'s types. */
  public static BufferedImage noise(int type, int width, int height, long seed) {
    var image = new BufferedImage(width, height, type);
    var random = new Random(seed);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, random.nextInt() | 0xff000000);
      }
    }
    return image;
  }

  public static byte[] png(BufferedImage image) {
    return file(image, "png");
  }

  public static byte[] jpeg(BufferedImage image) {
    return file(image, "jpeg");
  }

  /** A PNG file of colour noise. */
  public static byte[] png(int side, long seed) {
    return png(noise(BufferedImage.TYPE_INT_RGB, side, side, seed));
  }

  public static byte[] firstHalf(byte[] content) {
    return Arrays.copyOf(content, content.length / 2);
  }

  public static String base64(byte[] content) {
    return Base64.getEncoder().encodeToString(content);
  }

  private static byte[] file(BufferedImage image, String format) {
    try (var out = new ByteArrayOutputStream()) {
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalArgumentException("No writer for %s of %s".formatted(format, image));
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
