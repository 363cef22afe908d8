package org.p2f.training.sampling.work;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * Images side by side in one PNG, values clamped to [0, 1].
 *
 * @param channels 1 is shown as grey; of more, the first three are red, green and blue
 */
public record PictureGrid(int channels, int height, int width) {
  private static final int GAP = 1;
  private static final int WHITE = 255;

  /**
   * @param rows of images, each C·H·W
   */
  public byte[] png(List<List<float[]>> rows) {
    int columns = rows.stream().mapToInt(List::size).max().orElseThrow();
    var picture =
        new BufferedImage(
            columns * (width + GAP) - GAP,
            rows.size() * (height + GAP) - GAP,
            BufferedImage.TYPE_INT_RGB);
    for (int row = 0; row < rows.size(); row++) {
      for (int column = 0; column < rows.get(row).size(); column++) {
        draw(picture, rows.get(row).get(column), column * (width + GAP), row * (height + GAP));
      }
    }
    var bytes = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(picture, "png", bytes)) {
        throw new IllegalStateException("Every JDK writes PNG");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private void draw(BufferedImage picture, float[] image, int left, int top) {
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int rgb = 0;
        for (int c = 0; c < 3; c++) {
          float value = image[(channels < 3 ? 0 : c) * height * width + y * width + x];
          rgb = rgb << 8 | Math.round(Math.clamp(value, 0f, 1f) * WHITE);
        }
        picture.setRGB(left + x, top + y, rgb);
      }
    }
  }
}
