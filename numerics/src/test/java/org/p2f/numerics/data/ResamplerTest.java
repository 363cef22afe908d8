package org.p2f.numerics.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ResamplerTest {
  /** Red values, row by row. */
  private static Picture picture(int width, int... reds) {
    var image = new BufferedImage(width, reds.length / width, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < reds.length; i++) {
      image.setRGB(i % width, i / width, reds[i] << 16);
    }
    return Picture.of(image);
  }

  private static byte[] red(int size, Picture picture) {
    return Arrays.copyOf(new Resampler(size).square(picture), size * size);
  }

  @Test
  void shrinkingTakesTheMeanOfTheArea() {
    assertThat(red(1, picture(2, 10, 20, 30, 41))).containsExactly(25);
    // 3 → 2: each new pixel takes one and a half old ones a side.
    assertThat(red(2, picture(3, 0, 90, 0, 0, 90, 0, 0, 90, 0))).containsExactly(30, 30, 30, 30);
  }

  @Test
  void growingIsLinearBetweenPixelCentres() {
    assertThat(red(4, picture(2, 0, 80, 0, 80)))
        .startsWith((byte) 0, (byte) 20, (byte) 60, (byte) 80);
    assertThat(red(3, picture(1, 50))).containsOnly(50);
  }

  @Test
  void sameSizeIsTheSameImage() {
    assertThat(red(2, picture(2, 1, 2, 3, 4))).containsExactly(1, 2, 3, 4);
  }

  @Test
  void centreSquareIsTaken() {
    assertThat(red(1, picture(3, 10, 77, 30))).containsExactly(77);
    assertThat(red(1, picture(1, 10, 77, 30))).containsExactly(77);
    assertThat(red(2, picture(4, 1, 2, 3, 4, 5, 6, 7, 8))).containsExactly(2, 3, 6, 7);
  }
}
