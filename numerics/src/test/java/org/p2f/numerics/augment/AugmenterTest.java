package org.p2f.numerics.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.spec.data.Augmentation;

class AugmenterTest {
  private static final int SIDE = 32;
  private static final RandomStreams STREAMS = new RandomStreams(5);

  private static byte[] picture(int channels) {
    return RandAugmentTest.picture(channels, SIDE).pixels().clone();
  }

  private static float[] augmented(Augmenter augmenter, byte[] image, long step) {
    float[] out = new float[image.length];
    augmenter.augment(image.clone(), STREAMS.stream("augmentation", step), out);
    return out;
  }

  @ParameterizedTest
  @EnumSource(Augmentation.class)
  void resultDependsOnTheStreamAlone(Augmentation augmentation) {
    for (int channels : new int[] {1, 3}) {
      byte[] image = picture(channels);
      var one = Augmenter.of(augmentation, channels, SIDE);
      var other = Augmenter.of(augmentation, channels, SIDE);
      augmented(one, picture(channels), 99); // leaves nothing behind
      Set<Integer> results = new HashSet<>();
      for (int step = 0; step < 20; step++) {
        float[] result = augmented(one, image, step);
        assertThat(result).isEqualTo(augmented(other, image, step));
        results.add(Arrays.hashCode(result));
        for (float value : result) {
          assertThat(value).isBetween(0f, 1f);
        }
      }
      assertThat(results.size()).isGreaterThanOrEqualTo(augmentation == Augmentation.NONE ? 1 : 15);
    }
  }

  @Test
  void noneGivesTheValuesThemselves() {
    byte[] image = picture(3);
    float[] result = augmented(Augmenter.of(Augmentation.NONE, 3, SIDE), image, 0);
    for (int i = 0; i < image.length; i++) {
      assertThat(result[i])
          .isEqualTo(image[i] / 255f + (image[i] < 0 ? 256 / 255f : 0), within(1e-7f));
    }
  }

  /** The published shifts: 4 pixels at 32, 8 at 84. */
  @ParameterizedTest
  @CsvSource({"32, 4", "84, 8"})
  void shiftsAreThePublishedOnesAndMirrorTheBorder(int side, int most) {
    byte[] ramp = new byte[side * side]; // each column has its own value
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = (byte) (i % side);
    }
    var canvas = new Canvas(1, side);
    Set<Integer> firsts = new HashSet<>();
    for (int step = 0; step < 400; step++) {
      canvas.show(ramp);
      new ShiftAndRandAugment(canvas, 0).shift(STREAMS.stream("augmentation", step));
      firsts.add((int) canvas.pixels()[0]);
      for (int x = 1; x < side; x++) { // also where the mirror stands
        assertThat(Math.abs(canvas.pixels()[x] - canvas.pixels()[x - 1])).isEqualTo(1);
      }
    }
    // unflipped shifts of −most … most start at |shift|, flipped ones count back from the end
    Set<Integer> expected = new HashSet<>();
    for (int shift = 0; shift <= most; shift++) {
      expected.add(shift);
      expected.add(side - 1 - shift);
    }
    assertThat(firsts).isEqualTo(expected);
  }

  @Test
  void greyStaysGreyUnderSimClr() {
    byte[] plane = picture(1);
    byte[] grey = new byte[3 * plane.length];
    for (int channel = 0; channel < 3; channel++) {
      System.arraycopy(plane, 0, grey, channel * plane.length, plane.length);
    }
    var simClr = Augmenter.of(Augmentation.SIMCLR, 3, SIDE);
    for (int step = 0; step < 20; step++) {
      float[] result = augmented(simClr, grey, step);
      for (int i = 0; i < plane.length; i++) {
        assertThat(result[i + plane.length]).isEqualTo(result[i], within(1e-6f));
        assertThat(result[i + 2 * plane.length]).isEqualTo(result[i], within(1e-6f));
      }
    }
  }

  @Test
  void fifthOfTheImagesBecomesGreyUnderSimClr() {
    var simClr = Augmenter.of(Augmentation.SIMCLR, 3, SIDE);
    byte[] image = picture(3);
    int plane = SIDE * SIDE;
    int grey = 0;
    int images = 1_000;
    for (int step = 0; step < images; step++) {
      float[] result = augmented(simClr, image, step);
      double difference = 0;
      for (int i = 0; i < plane; i++) {
        difference += Math.abs(result[i] - result[i + plane]);
      }
      grey += difference / plane < 1e-6 ? 1 : 0;
    }
    // 200 expected, standard deviation 13; a jitter that darkens or fades all adds a handful
    assertThat(grey).isBetween(150, 260);
  }

  @Test
  void blurKeepsTheMeanOfAFlatImageAndSpreadsAPoint() {
    float[] point = new float[SIDE * SIDE];
    point[16 * SIDE + 16] = 1;
    new Blur(SIDE).apply(point, STREAMS.stream("blur", 0));
    double sum = 0;
    for (float value : point) {
      sum += value;
    }
    assertThat(sum).isCloseTo(1, within(1e-6)); // rounding of nine float32 weights
    assertThat(point[16 * SIDE + 15]).isEqualTo(point[16 * SIDE + 17]).isPositive();
    assertThat(point[16 * SIDE + 14]).isZero(); // a radius of one pixel
  }

  /** Brightness is all that changes a picture of one grey. */
  @ParameterizedTest
  @CsvSource({"SIMCLR, .8", "SIMSIAM, .4"})
  void brightnessChangesByTheStrengthAtMost(Augmentation augmentation, double strength) {
    var augmenter = Augmenter.of(augmentation, 3, SIDE);
    double least = 1;
    double most = 0;
    for (int step = 0; step < 1_000; step++) {
      byte[] grey = new byte[3 * SIDE * SIDE];
      Arrays.fill(grey, (byte) 102); // .4
      float[] result = augmented(augmenter, grey, step);
      least = Math.min(least, result[0]);
      most = Math.max(most, result[0]);
    }
    // of 800 uniform draws the extremes come within a hundredth of the bounds
    assertThat(least).isBetween(.4 * (1 - strength) - 1e-6, .4 * (1 - strength) + .01);
    assertThat(most).isBetween(.4 * (1 + strength) - .01, .4 * (1 + strength) + 1e-6);
  }

  @ParameterizedTest
  @CsvSource({".08, 60", ".2, 180"}) // of 1,024 pixels, sides rounded to whole ones
  void windowOfTheWholeImageIsTheImageItself(double smallest, int pixels) {
    var crop = new ResizedCrop(SIDE, smallest);
    int fewest = SIDE * SIDE;
    float[] image = new float[SIDE * SIDE];
    for (int i = 0; i < image.length; i++) {
      image[i] = i;
    }
    float[] out = new float[image.length];
    crop.resize(new ResizedCrop.Window(0, 0, SIDE, SIDE), false, image, out, 0);
    assertThat(out).isEqualTo(image);
    crop.resize(new ResizedCrop.Window(4, 8, 1, 1), false, image, out, 0);
    assertThat(out).containsOnly(8 * SIDE + 4);
    for (int step = 0; step < 500; step++) {
      var window = crop.draw(STREAMS.stream("crop", step));
      double ratio = (double) window.width() / window.height();
      assertThat(ratio).isBetween(.55, 1.8); // 3:4 to 4:3, and rounding to whole pixels
      assertThat(window.width() * window.height()).isGreaterThan(pixels);
      fewest = Math.min(fewest, window.width() * window.height());
      assertThat(window.left() + window.width()).isLessThanOrEqualTo(SIDE);
      assertThat(window.top() + window.height()).isLessThanOrEqualTo(SIDE);
    }
    assertThat(fewest).isLessThan(2 * pixels);
  }

  @Test
  void hueTurnedAroundTheWholeCircleComesBack() {
    float[] image = {.2f, .6f, .9f};
    var jitter = new ColourJitter(1, .8, .2);
    jitter.turnHue(image, 1f / 3);
    assertThat(image).containsExactly(new float[] {.9f, .2f, .6f}, within(1e-6f));
    jitter.turnHue(image, -1f / 3);
    assertThat(image).containsExactly(new float[] {.2f, .6f, .9f}, within(1e-6f));
  }
}
