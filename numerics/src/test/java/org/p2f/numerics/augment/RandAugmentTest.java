package org.p2f.numerics.augment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.numerics.test.ReferenceCheck;

/** Checksums are those of {@code benchmarks/peers/augment.py} with Pillow 13.0. */
class RandAugmentTest {
  private static final int SIDE = 12;

  static Stream<Arguments> operations() {
    return Stream.of(
        operation("none", 373209461, canvas -> {}),
        operation("shear x .09", 603565165, canvas -> canvas.affine(1, .09, 0, 0, 1, 0)),
        operation("shear x -.287", 2630343381L, canvas -> canvas.affine(1, -.287, 0, 0, 1, 0)),
        operation("shear y .3", 461701860, canvas -> canvas.affine(1, 0, 0, .3, 1, 0)),
        operation("translate x 3.4", 511830117, canvas -> canvas.affine(1, 0, 3.4, 0, 1, 0)),
        operation("translate y -2.7", 65302627, canvas -> canvas.affine(1, 0, 0, 0, 1, -2.7)),
        operation("rotate 30", 2216787635L, canvas -> rotate(canvas, 30)),
        operation("rotate -17.3", 4057724409L, canvas -> rotate(canvas, -17.3)),
        operation("brightness .05", 3336389685L, canvas -> Enhance.brightness(canvas, .05)),
        operation("brightness .61", 2221857293L, canvas -> Enhance.brightness(canvas, .61)),
        operation("colour .05", 4131629776L, canvas -> Enhance.colour(canvas, .05)),
        operation("contrast .33", 26274669, canvas -> Enhance.contrast(canvas, .33)),
        operation("sharpness .05", 591059696, canvas -> Enhance.sharpness(canvas, .05)),
        operation("posterize 4", 1262280572, canvas -> ToneCurves.posterize(canvas, 4)),
        operation("solarize 100", 165927318, canvas -> ToneCurves.solarize(canvas, 100)),
        operation("auto-contrast", 3324932277L, ToneCurves::stretch),
        operation("equalize few", 373209461, ToneCurves::equalize),
        operation("cutout", 1745142873, canvas -> Cutout.apply(canvas, 6.7, 5.2, 4.9)),
        operation("cutout at border", 3810957864L, canvas -> Cutout.apply(canvas, .4, 11.8, 6)),
        operation("cutout of 0", 2250470847L, canvas -> Cutout.apply(canvas, 3.9, 8.1, .001)));
  }

  private static Arguments operation(String name, long checksum, Consumer<Canvas> work) {
    return Arguments.of(name, checksum, work);
  }

  private static void rotate(Canvas canvas, double degrees) {
    RandAugment.rotate(canvas, Math.toRadians(degrees));
  }

  private static RandomGenerator random(long step) {
    return new RandomStreams(1).stream("test", step);
  }

  @ReferenceCheck
  @ParameterizedTest(name = "{0}")
  @MethodSource("operations")
  void eachOperationGivesThePublishedBytes(String name, long checksum, Consumer<Canvas> work) {
    Canvas canvas = picture(3, SIDE);
    work.accept(canvas);
    assertThat(checksum(canvas)).isEqualTo(checksum);
  }

  @Test
  void equalizingManyPixelsGivesThePublishedBytes() {
    Canvas canvas = picture(3, 40);
    assertThat(checksum(canvas)).isEqualTo(1441075605);
    ToneCurves.equalize(canvas);
    assertThat(checksum(canvas)).isEqualTo(2194425197L);
  }

  @Test
  void everyOperationIsDrawn() {
    assertThat(Stream.iterate(0L, s -> s + 1).limit(300).map(s -> RandAugment.draw(random(s))))
        .contains(RandAugment.values());
  }

  /** What an operation does to a picture tells its magnitude. */
  interface Measured {
    double of(Canvas canvas);
  }

  static Stream<Arguments> magnitudes() {
    return Stream.of(
        // flat 200 becomes 200·f
        Arguments.of(RandAugment.BRIGHTNESS, flat(200), value(0), 10, 190),
        // red of (200, 0, 0) goes to its luma of 60: 60 + f·140
        Arguments.of(RandAugment.COLOUR, red(), value(0), 67, 193),
        // the brightest of half 0 and half 200 goes to the mean: 100 + f·100
        Arguments.of(RandAugment.CONTRAST, halves(), value(WIDE * WIDE - 1), 105, 195),
        // a lone 130 goes to 5 of 13 of itself: 50 + f·80
        Arguments.of(RandAugment.SHARPNESS, point(130), value(20 * WIDE + 20), 54, 126),
        // columns and rows counted from 1, so that the black outside is none of them
        Arguments.of(
            RandAugment.TRANSLATE_X, columns(), (Measured) RandAugmentTest::moved, -12, 12),
        Arguments.of(RandAugment.TRANSLATE_Y, rows(), (Measured) RandAugmentTest::moved, -12, 12),
        Arguments.of(RandAugment.SHEAR_X, columns(), (Measured) c -> sheared(c, 1, WIDE), -.3, .3),
        Arguments.of(RandAugment.SHEAR_Y, rows(), (Measured) c -> sheared(c, WIDE, 1), -.3, .3),
        Arguments.of(RandAugment.ROTATE, columns(), (Measured) RandAugmentTest::turned, -30, 30),
        // the lowest inverted value of 0 … 255
        Arguments.of(RandAugment.SOLARIZE, tones(), (Measured) RandAugmentTest::inverted, 1, 256));
  }

  /** Uniform over the range: bounds, mean and variance of 4,000 draws. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("magnitudes")
  void magnitudesAreUniformOverTheirRange(
      RandAugment operation, byte[] image, Measured measured, double least, double most) {
    int draws = 4_000;
    double sum = 0;
    double squares = 0;
    double width = most - least;
    double step = width > 2 ? 1.5 : .03; // of whole pixels and values, and over 36 pixels
    for (int i = 0; i < draws; i++) {
      var canvas = new Canvas(image.length / (WIDE * WIDE), WIDE);
      canvas.show(image);
      operation.apply(canvas, random(i));
      double magnitude = measured.of(canvas);
      assertThat(magnitude).isBetween(least - step, most + step);
      sum += magnitude;
      squares += magnitude * magnitude;
    }
    double mean = sum / draws;
    double variance = squares / draws - mean * mean;
    // four standard errors of the mean, 1.8 % of the range, and rounding down by half a step
    assertThat(Math.abs(mean - (least + most) / 2)).isLessThan(.02 * width + step / 2);
    assertThat(variance / (width * width / 12)).isBetween(.9, 1.1);
  }

  @Test
  void posterizeKeepsFourToSevenBitsAlikeOften() {
    var kept = new int[9];
    for (int i = 0; i < 4_000; i++) {
      var canvas = new Canvas(1, WIDE);
      canvas.show(tones());
      RandAugment.POSTERIZE.apply(canvas, random(i));
      var levels = new TreeSet<Integer>();
      for (byte value : canvas.pixels()) {
        levels.add(Byte.toUnsignedInt(value));
      }
      kept[Integer.numberOfTrailingZeros(levels.size())]++;
    }
    for (int bits = 4; bits <= 7; bits++) {
      assertThat(kept[bits]).isBetween(890, 1_110); // 1,000, four standard deviations
    }
  }

  /** Its sides' lengths before the border cuts: uniform to half the side, and one pixel more. */
  @Test
  void cutoutIsAlwaysThereAndUpToHalfTheSide() {
    double area = 0;
    int draws = 4_000;
    for (int i = 0; i < draws; i++) {
      var canvas = new Canvas(3, WIDE);
      canvas.show(new byte[3 * WIDE * WIDE]);
      Cutout.apply(canvas, random(i));
      int painted = 0;
      for (int at = 0; at < WIDE * WIDE; at++) {
        boolean is = canvas.pixels()[at] == 125;
        painted += is ? 1 : 0;
        assertThat(canvas.pixels()[at + WIDE * WIDE]).isEqualTo((byte) (is ? 123 : 0));
        assertThat(canvas.pixels()[at + 2 * WIDE * WIDE]).isEqualTo((byte) (is ? 114 : 0));
      }
      assertThat(painted).isBetween(1, (WIDE / 2 + 1) * (WIDE / 2 + 1));
      area += painted;
    }
    // Squares of side ⌊v⌋ + 1 with v uniform to 20, of which the right and lower border cut
    assertThat(area / draws / expectedArea()).isBetween(.95, 1.05);
  }

  /** By the definition, averaged over sizes and centres on a grid. */
  private static double expectedArea() {
    int grid = 400;
    double area = 0;
    for (int i = 0; i < grid; i++) {
      double size = WIDE / 2. * (i + .5) / grid;
      double side = 0;
      for (int j = 0; j < grid; j++) {
        double from = Math.floor(Math.max(0, WIDE * (j + .5) / grid - size / 2));
        side += Math.min(WIDE - 1, Math.floor(from + size)) - from + 1;
      }
      area += Math.pow(side / grid, 2);
    }
    return area / grid;
  }

  @Test
  void greyImagesKeepTheirOneChannel() {
    for (RandAugment operation : RandAugment.values()) {
      Canvas canvas = picture(1, SIDE);
      operation.apply(canvas, random(3));
      assertThat(canvas.pixels()).hasSize(SIDE * SIDE);
    }
  }

  private static final int WIDE = 40;

  private static Measured value(int at) {
    return canvas -> Byte.toUnsignedInt(canvas.pixels()[at]);
  }

  private static byte[] image(int channels, IntUnaryOperator value) {
    var bytes = new byte[channels * WIDE * WIDE];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) value.applyAsInt(i);
    }
    return bytes;
  }

  private static byte[] flat(int value) {
    return image(1, i -> value);
  }

  private static byte[] red() {
    return image(3, i -> i < WIDE * WIDE ? 200 : 0);
  }

  private static byte[] halves() {
    return image(1, i -> i < WIDE * WIDE / 2 ? 0 : 200);
  }

  private static byte[] point(int value) {
    return image(1, i -> i == 20 * WIDE + 20 ? value : 0);
  }

  private static byte[] columns() {
    return image(1, i -> 1 + i % WIDE);
  }

  private static byte[] rows() {
    return image(1, i -> 1 + i / WIDE);
  }

  private static byte[] tones() {
    return image(1, i -> i % 256);
  }

  /** By how many columns or rows the middle pixel's value was moved. */
  private static double moved(Canvas canvas) {
    int middle = WIDE / 2;
    return Byte.toUnsignedInt(canvas.pixels()[middle * WIDE + middle]) - 1 - middle;
  }

  /** Shift per pixel across: between two pixels that every shear leaves inside. */
  private static double sheared(Canvas canvas, int along, int across) {
    int middle = WIDE / 2 * along;
    int near = Byte.toUnsignedInt(canvas.pixels()[middle + across]);
    int far = Byte.toUnsignedInt(canvas.pixels()[middle + 37 * across]);
    return (far - near) / 36.;
  }

  /** Degrees, from columns seen 18 pixels above and below the middle. */
  private static double turned(Canvas canvas) {
    int above = Byte.toUnsignedInt(canvas.pixels()[2 * WIDE + 20]);
    int below = Byte.toUnsignedInt(canvas.pixels()[38 * WIDE + 20]);
    return -Math.toDegrees(Math.asin((below - above) / 36.));
  }

  private static double inverted(Canvas canvas) {
    for (int value = 0; value < 256; value++) {
      if (Byte.toUnsignedInt(canvas.pixels()[value]) != value) {
        return value;
      }
    }
    return 256;
  }

  /** Values from 40 to 189 of a linear congruential sequence, channel after channel. */
  static Canvas picture(int channels, int side) {
    var canvas = new Canvas(channels, side);
    byte[] pixels = canvas.pixels();
    int state = 7;
    for (int i = 0; i < pixels.length; i++) {
      state = state * 1103515245 + 12345 & 0x7fffffff;
      pixels[i] = (byte) (40 + (state >> 16) % 150);
    }
    return canvas;
  }

  private static long checksum(Canvas canvas) {
    var crc = new CRC32();
    crc.update(canvas.pixels());
    return crc.getValue();
  }
}
