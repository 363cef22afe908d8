package org.p2f.numerics.augment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.numerics.test.ReferenceCheck;

/** Checksums are those of Pillow 13.0's operations on the same images, bytes [C, H, W]. */
class RandAugmentTest {
  private static final int SIDE = 12;
  private static final double SHEAR = .09;

  static Stream<Arguments> operations() {
    return Stream.of(
        operation("none", 373209461, canvas -> {}),
        operation("shear x", 603565165, canvas -> canvas.affine(1, SHEAR, 0, 0, 1, 0)),
        operation("shear x back", 1987651680, canvas -> canvas.affine(1, -SHEAR, 0, 0, 1, 0)),
        operation("shear y", 3037592127L, canvas -> canvas.affine(1, 0, 0, SHEAR, 1, 0)),
        operation("translate x", 79251805, canvas -> canvas.affine(1, 0, 1, 0, 1, 0)),
        operation("rotate 9", 4207809334L, canvas -> rotate(canvas, 9)),
        operation("rotate -9", 3739381326L, canvas -> rotate(canvas, -9)),
        operation("rotate 30", 2216787635L, canvas -> rotate(canvas, 30)),
        operation("brightness up", 2983451489L, canvas -> Enhance.brightness(canvas, 1.27)),
        operation("brightness down", 937370951, canvas -> Enhance.brightness(canvas, .73)),
        operation("colour up", 2746827538L, canvas -> Enhance.colour(canvas, 1.27)),
        operation("colour down", 2814155735L, canvas -> Enhance.colour(canvas, .73)),
        operation("contrast up", 1662778409, canvas -> Enhance.contrast(canvas, 1.27)),
        operation("contrast down", 2495510598L, canvas -> Enhance.contrast(canvas, .73)),
        operation("sharpness up", 2972061055L, canvas -> Enhance.sharpness(canvas, 1.27)),
        operation("sharpness down", 2570777483L, canvas -> Enhance.sharpness(canvas, .73)),
        operation("posterize", 1115605810, canvas -> draw(RandAugment.POSTERIZE, canvas)),
        operation("solarize", 2439267879L, canvas -> draw(RandAugment.SOLARIZE, canvas)),
        operation("auto-contrast", 3324932277L, canvas -> draw(RandAugment.AUTO_CONTRAST, canvas)),
        operation("equalize few", 373209461, canvas -> draw(RandAugment.EQUALIZE, canvas)));
  }

  private static Arguments operation(String name, long checksum, Consumer<Canvas> work) {
    return Arguments.of(name, checksum, work);
  }

  private static void rotate(Canvas canvas, double degrees) {
    RandAugment.rotate(canvas, Math.toRadians(degrees));
  }

  private static void draw(RandAugment operation, Canvas canvas) {
    operation.apply(canvas, random(0));
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
    draw(RandAugment.EQUALIZE, canvas);
    assertThat(checksum(canvas)).isEqualTo(2194425197L);
  }

  @Test
  void signsAreDrawnAndSmall() {
    for (RandAugment operation :
        Arrays.asList(RandAugment.SHEAR_X, RandAugment.TRANSLATE_Y, RandAugment.BRIGHTNESS)) {
      var results =
          Stream.iterate(0L, step -> step + 1)
              .limit(20)
              .map(
                  step -> {
                    Canvas canvas = picture(3, SIDE);
                    operation.apply(canvas, random(step));
                    return checksum(canvas);
                  })
              .distinct();
      assertThat(results).as(operation.name()).hasSize(2);
    }
    assertThat(Stream.iterate(0L, s -> s + 1).limit(300).map(s -> RandAugment.draw(random(s))))
        .contains(RandAugment.values());
  }

  @Test
  void greyImagesKeepTheirOneChannel() {
    for (RandAugment operation : RandAugment.values()) {
      Canvas canvas = picture(1, SIDE);
      operation.apply(canvas, random(3));
      assertThat(canvas.pixels()).hasSize(SIDE * SIDE);
    }
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
