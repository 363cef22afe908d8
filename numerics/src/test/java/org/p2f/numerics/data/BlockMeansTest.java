package org.p2f.numerics.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockMeansTest {

  @TempDir Path folder;

  @Test
  void eachPixelIsTheMeanOfASquareWithHalvesRoundedUp() throws InvalidData {
    byte[] pixels = {
      99, // of another image
      0,
      1,
      10,
      20, //
      2,
      3,
      30,
      40, //
      (byte) 255,
      (byte) 255,
      0,
      0, //
      (byte) 255,
      (byte) 254,
      0,
      1, //
      4,
      4,
      4,
      4, //
      4,
      4,
      4,
      5, //
      1,
      1,
      2,
      2, //
      2,
      2,
      3,
      4, //
      7,
      7,
      7,
      7, //
      7,
      7,
      7,
      7, //
      0,
      0,
      9,
      9, //
      0,
      0,
      9,
      9
    };
    var means = BlockMeans.to(2, new ImageShape(3, 4, 4), "mine");
    var out = new byte[12];
    means.reduce(pixels, 1, out);
    assertThat(means.shape()).isEqualTo(new ImageShape(3, 2, 2));
    // 1.5, 25, 254.75, 0.25 and 4, 4.25, 1.5, 2.75
    assertThat(out).containsExactly(2, 25, 255, 0, 4, 4, 2, 3, 7, 7, 0, 9);
  }

  @Test
  void sizesThatNoSquaresLeadToAreRefused() {
    for (int size : new int[] {9, 12, 20, 36, 64}) {
      assertThatThrownBy(() -> BlockMeans.to(size, new ImageShape(3, 32, 32), "mine"))
          .isInstanceOf(InvalidData.class)
          .hasMessageContaining("images of 32×32 pixels cannot be reduced to %d".formatted(size));
    }
    assertThatThrownBy(() -> BlockMeans.to(8, new ImageShape(3, 32, 16), "mine"))
        .isInstanceOf(InvalidData.class);
  }

  @Test
  void anImportReducesImagesAndItsStatisticsAreOfTheReducedOnes() throws IOException {
    try (var whole = imported(null);
        var half = imported(16)) {
      assertThat(half.height()).isEqualTo(16);
      assertThat(half.width()).isEqualTo(16);
      var large = whole.bufferedImage(3);
      var small = half.bufferedImage(3);
      for (int y = 0; y < 16; y++) {
        for (int x = 0; x < 16; x++) {
          int sum = 0;
          for (int at = 0; at < 4; at++) {
            sum += large.getRGB(2 * x + at % 2, 2 * y + at / 2) & 0xff;
          }
          assertThat(small.getRGB(x, y) & 0xff).isEqualTo((sum + 2) / 4);
        }
      }
      assertThat(half.label(3, 0)).isEqualTo(whole.label(3, 0));
      // Means of squares vary less, and have the same mean but for rounding.
      assertThat(half.std()[0]).isLessThan(whole.std()[0]);
      assertThat(half.mean()[0]).isBetween(whole.mean()[0] - .003, whole.mean()[0] + .003);
    }
  }

  private ImageDataset imported(@Nullable Integer size) throws IOException {
    var file = folder.resolve("images-%s.safetensors".formatted(size));
    DatasetImport.run(
        DatasetSource.synthetic(1),
        new DatasetOptions("drawn", 20, 5, null, size, 1, false),
        file,
        (fraction, images) -> {});
    return ImageDataset.open(file);
  }
}
