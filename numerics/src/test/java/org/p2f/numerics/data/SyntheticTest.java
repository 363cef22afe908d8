package org.p2f.numerics.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        new DatasetSource.Synthetic(seed),
        DatasetOptions.whole("shapes"),
        file,
        ProgressListener.NONE);
    return file;
  }

  @Test
  void everyCombinationStandsOnceAndColoursDiffer() throws IOException {
    try (var dataset = ImageDataset.open(made(0))) {
      assertThat(dataset.size()).isEqualTo(5_760);
      assertThat(dataset.factors().stream().map(Factor::name))
          .containsExactly("background", "foreground", "location", "shape");
      assertThat(dataset.factors().stream().map(Factor::classes)).containsExactly(9, 9, 16, 5);
      Set<List<Integer>> seen = new HashSet<>();
      for (int image = 0; image < dataset.size(); image++) {
        var labels =
            List.of(
                dataset.label(image, BACKGROUND),
                dataset.label(image, FOREGROUND),
                dataset.label(image, LOCATION),
                dataset.label(image, SHAPE));
        assertThat(labels.get(BACKGROUND)).isNotEqualTo(labels.get(FOREGROUND));
        assertThat(seen.add(labels)).isTrue();
      }
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
        int centre = (7 + 6 * (location / 4)) * SIDE + 7 + 6 * (location % 4);
        MemorySegment pixels = dataset.pixels(image);
        for (int channel = 0; channel < 3; channel++) {
          assertThat(value(pixels, channel, centre)).isEqualTo(ink.channel(channel));
          assertThat(value(pixels, channel, 0)).isEqualTo(ground.channel(channel));
        }
      }
    }
  }

  @Test
  void shapesAreCentredFitTheirImageAndAreOfSimilarSize() {
    for (Glyph glyph : Glyph.values()) {
      byte[] coverage = glyph.coverage(SIDE, 7, 25);
      double area = 0;
      double left = 0;
      for (int pixel = 0; pixel < coverage.length; pixel++) {
        int x = pixel % SIDE;
        int y = pixel / SIDE;
        double share = Byte.toUnsignedInt(coverage[pixel]) / 255.;
        area += share;
        left += share * (x + .5 - 7);
        if (Math.abs(x + .5 - 7) > 7 || Math.abs(y + .5 - 25) > 7 || x == 0 || y == SIDE - 1) {
          assertThat(share).as("%s at %d,%d", glyph, x, y).isZero();
        }
      }
      assertThat(left / area).as("%s stands straight", glyph).isBetween(-.01, .01);
      assertThat(area).as("area of %s", glyph).isBetween(43., 105.); // star 45, circle 102
    }
  }

  @Test
  void circleCoversItsArea() {
    double area = 0;
    for (byte share : Glyph.CIRCLE.coverage(SIDE, 7, 7)) {
      area += Byte.toUnsignedInt(share) / 255.;
    }
    assertThat(area)
        .isCloseTo(Math.PI * 5.7 * 5.7, org.assertj.core.api.Assertions.within(.2)); // measured .05
  }

  @Test
  void edgesAreSmooth() {
    Set<Integer> levels = new HashSet<>();
    for (byte share : Glyph.CIRCLE.coverage(SIDE, 7, 7)) {
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
