package org.p2f.numerics.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.spec.data.Factor;
import org.p2f.spec.data.Split;

class SyntheticTest {
  private static final int BACKGROUND = 0;
  private static final int FOREGROUND = 1;
  private static final int LOCATION = 2;
  private static final int SHAPE = 3;
  private static final int SIDE = 32;

  @TempDir Path folder;

  private Path made(long seed) throws IOException {
    Path file = folder.resolve("synthetic-" + seed + ".safetensors");
    DatasetImport.run(
        DatasetSource.synthetic(seed), DatasetOptions.whole("shapes"), file, ProgressListener.NONE);
    return file;
  }

  @Test
  void factorsAreIndependentAndColoursDiffer() throws IOException {
    try (var dataset = ImageDataset.open(made(0))) {
      assertThat(dataset.size()).isEqualTo(5_760);
      assertThat(dataset.factors().stream().map(Factor::name))
          .containsExactly("background", "foreground", "location", "shape");
      assertThat(dataset.factors().stream().map(Factor::classes)).containsExactly(9, 9, 16, 5);
      int[] pairs = new int[16 * 5];
      for (int image = 0; image < dataset.size(); image++) {
        assertThat(dataset.label(image, BACKGROUND)).isNotEqualTo(dataset.label(image, FOREGROUND));
        pairs[dataset.label(image, LOCATION) * 5 + dataset.label(image, SHAPE)]++;
      }
      double expected = 5_760 / 80.;
      double chiSquare =
          Arrays.stream(pairs).mapToDouble(n -> (n - expected) * (n - expected) / expected).sum();
      // 79 degrees of freedom: 99.9 % of draws lie below 124, and no fixed order above 36.
      assertThat(chiSquare).isBetween(36., 124.);
    }
  }

  @Test
  void limitsSayHowManyAreDrawnMoreThanUsualToo() throws IOException {
    Path file = folder.resolve("more.safetensors");
    DatasetImport.run(
        DatasetSource.synthetic(0),
        new DatasetOptions("more", 40, 2_000, 0),
        file,
        ProgressListener.NONE);
    try (var more = ImageDataset.open(file);
        var usual = ImageDataset.open(made(0))) {
      assertThat(more.indices(Split.TRAIN)).hasSize(35);
      assertThat(more.indices(Split.VALIDATION)).hasSize(5);
      assertThat(more.indices(Split.TEST)).hasSize(2_000);
      assertThat(more.pixels(40).mismatch(usual.pixels(4_000))).isEqualTo(-1);
    }
  }

  @Test
  void previewCountsTheClassesThatAreDrawn() throws IOException {
    var preview =
        DatasetPreview.of(DatasetSource.synthetic(0), DatasetOptions.whole("shapes"), folder);
    try (var dataset = ImageDataset.open(made(0))) {
      for (Split split : Split.values()) {
        int[] drawn = new int[preview.classes().size()];
        for (int image : dataset.indices(split)) {
          drawn[dataset.label(image, BACKGROUND)]++;
        }
        assertThat(
                preview.classes().stream()
                    .map(
                        counted ->
                            switch (split) {
                              case TRAIN -> counted.train();
                              case VALIDATION -> counted.validation();
                              case TEST -> counted.test();
                            }))
            .containsExactlyElementsOf(Arrays.stream(drawn).boxed().toList());
      }
    }
  }

  /** So that no head can learn a test image by heart, nor tell what is left for the test. */
  @Test
  void noTwoImagesAreTheSame() throws IOException {
    try (var dataset = ImageDataset.open(made(0))) {
      Set<Integer> seen = new HashSet<>();
      for (int image = 0; image < dataset.size(); image++) {
        seen.add(Arrays.hashCode(dataset.pixels(image).toArray(ValueLayout.JAVA_BYTE)));
      }
      assertThat(seen).hasSize(5_760);
    }
  }

  @Test
  void splitsHaveTheirPublishedSizes() throws IOException {
    try (var dataset = ImageDataset.open(made(0))) {
      assertThat(dataset.indices(Split.TRAIN)).hasSize(3_500);
      assertThat(dataset.indices(Split.VALIDATION)).hasSize(500);
      assertThat(dataset.indices(Split.TEST)).hasSize(1_760);
    }
  }

  @Test
  void imagesShowWhatTheirLabelsSay() throws IOException {
    try (var dataset = ImageDataset.open(made(0))) {
      for (int image = 0; image < dataset.size(); image++) {
        Palette ground = Palette.all().get(dataset.label(image, BACKGROUND));
        Palette ink = Palette.all().get(dataset.label(image, FOREGROUND));
        int location = dataset.label(image, LOCATION);
        int centre = middle(location / 4) * SIDE + middle(location % 4);
        boolean hollow = Glyph.names().get(dataset.label(image, SHAPE)).equals("ring");
        MemorySegment pixels = dataset.pixels(image);
        for (int channel = 0; channel < 3; channel++) {
          assertThat(value(pixels, channel, centre))
              .isEqualTo((hollow ? ground : ink).channel(channel));
          assertThat(value(pixels, channel, 0)).isEqualTo(ground.channel(channel));
        }
      }
    }
  }

  /** The pixel in which a cell's centre lies. */
  private static int middle(int cell) {
    return (int) (9.5 + 13. / 3 * cell);
  }

  @Test
  void shapesAreCentredFitTheirImageAndDifferInAThirdOfTheirPixels() {
    for (Glyph glyph : Glyph.values()) {
      byte[] coverage = glyph.coverage(SIDE, 9.5 - .75, 22.5 + .75, 1.08);
      double area = 0;
      double left = 0;
      for (int pixel = 0; pixel < coverage.length; pixel++) {
        int x = pixel % SIDE;
        int y = pixel / SIDE;
        double share = share(coverage, pixel);
        area += share;
        left += share * (x + .5 - 8.75);
        if (Math.abs(x + .5 - 8.75) > 9.2 || Math.abs(y + .5 - 23.25) > 9.2) {
          assertThat(share).as("%s at %d,%d", glyph, x, y).isZero();
        }
      }
      assertThat(left / area).as("%s stands straight", glyph).isBetween(-.05, .05);
      assertThat(area).as("area of %s", glyph).isBetween(105., 175.); // bar 112, cross 164
      for (Glyph other : Glyph.values()) {
        if (other != glyph) {
          assertThat(difference(glyph, other)).as("%s and %s", glyph, other).isGreaterThan(1 / 3.);
        }
      }
    }
  }

  /** Pixels that are covered by one alone, as a share of those that either covers. */
  private static double difference(Glyph one, Glyph other) {
    byte[] first = one.coverage(SIDE, 16, 16, 1);
    byte[] second = other.coverage(SIDE, 16, 16, 1);
    double alone = 0;
    double either = 0;
    for (int pixel = 0; pixel < first.length; pixel++) {
      alone += Math.abs(share(first, pixel) - share(second, pixel));
      either += Math.max(share(first, pixel), share(second, pixel));
    }
    return alone / either;
  }

  private static double share(byte[] coverage, int pixel) {
    return Byte.toUnsignedInt(coverage[pixel]) / 255.;
  }

  @Test
  void circleCoversItsArea() {
    double area = 0;
    byte[] coverage = Glyph.CIRCLE.coverage(SIDE, 16, 16, 1);
    for (int pixel = 0; pixel < coverage.length; pixel++) {
      area += share(coverage, pixel);
    }
    assertThat(area).isCloseTo(Math.PI * 6.5 * 6.5, within(.5)); // 8 × 8 samples a pixel
  }

  @Test
  void edgesAreSmooth() {
    Set<Integer> levels = new HashSet<>();
    for (byte share : Glyph.CIRCLE.coverage(SIDE, 16, 16, 1)) {
      levels.add(Byte.toUnsignedInt(share));
    }
    assertThat(levels).contains(0, 255).hasSizeGreaterThan(6);
  }

  @Test
  void sameSeedMakesTheSameFileAndAnotherSeedAnotherSplit() throws IOException {
    byte[] first = Files.readAllBytes(made(1));
    assertThat(Files.readAllBytes(made(1))).isEqualTo(first);
    assertThat(Files.readAllBytes(made(2))).isNotEqualTo(first);
  }

  private static int value(MemorySegment pixels, int channel, int pixel) {
    return Byte.toUnsignedInt(pixels.get(ValueLayout.JAVA_BYTE, channel * SIDE * SIDE + pixel));
  }
}
