package org.p2f.numerics.augment;

import java.util.random.RandomGenerator;

/** Changes brightness, contrast, saturation and hue. */
final class ColourJitter {
  private static final int CHANGES = 4;

  private final int plane;
  private final double strength;
  private final double turn;

  /**
   * @param plane values of a channel
   * @param strength largest change of brightness, contrast and saturation, as a share
   * @param turn largest change of the hue, in turns of its circle
   */
  ColourJitter(int plane, double strength, double turn) {
    this.plane = plane;
    this.strength = strength;
    this.turn = turn;
  }

  /** All four in a random order. */
  void apply(float[] image, int channels, RandomGenerator random) {
    int[] order = {0, 1, 2, 3};
    for (int i = CHANGES - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int taken = order[i];
      order[i] = order[j];
      order[j] = taken;
    }
    float brightness = factor(random);
    float contrast = factor(random);
    float saturation = factor(random);
    float hue = (float) random.nextDouble(-turn, turn);
    for (int change : order) {
      switch (change) {
        case 0 -> blend(image, 0, brightness);
        case 1 -> blend(image, meanGrey(image, channels), contrast);
        case 2 -> {
          if (channels == 3) {
            blendWithGrey(image, saturation);
          }
        }
        default -> {
          if (channels == 3) {
            turnHue(image, hue);
          }
        }
      }
    }
  }

  private float factor(RandomGenerator random) {
    return (float) random.nextDouble(1 - strength, 1 + strength);
  }

  private static void blend(float[] image, float with, float factor) {
    for (int i = 0; i < image.length; i++) {
      image[i] = clamp(with + factor * (image[i] - with));
    }
  }

  /**
   * Of a picture in three channels.
   *
   * @param factor 0 leaves the grey alone
   */
  void blendWithGrey(float[] image, float factor) {
    for (int i = 0; i < plane; i++) {
      float grey = grey(image, i);
      for (int at = i; at < image.length; at += plane) {
        image[at] = clamp(grey + factor * (image[at] - grey));
      }
    }
  }

  private float meanGrey(float[] image, int channels) {
    double sum = 0;
    for (int i = 0; i < plane; i++) {
      sum += channels == 3 ? grey(image, i) : image[i];
    }
    return (float) (sum / plane);
  }

  /** ITU-R BT.601. */
  private float grey(float[] image, int i) {
    return .299f * image[i] + .587f * image[i + plane] + .114f * image[i + 2 * plane];
  }

  /**
   * Through hue, saturation and value (Smith 1978).
   *
   * @param turn in turns of the circle
   */
  void turnHue(float[] image, float turn) {
    for (int i = 0; i < plane; i++) {
      float red = image[i];
      float green = image[i + plane];
      float blue = image[i + 2 * plane];
      float most = Math.max(red, Math.max(green, blue));
      float range = most - Math.min(red, Math.min(green, blue));
      if (range == 0) {
        continue;
      }
      float sixths =
          most == red
              ? (green - blue) / range
              : most == green ? 2 + (blue - red) / range : 4 + (red - green) / range;
      float turned = sixths + 6 * turn;
      image[i] = component(most, range, turned, 5);
      image[i + plane] = component(most, range, turned, 3);
      image[i + 2 * plane] = component(most, range, turned, 1);
    }
  }

  private static float component(float most, float range, float sixths, int offset) {
    float k = (offset + sixths) % 6;
    float at = k < 0 ? k + 6 : k;
    return most - range * Math.clamp(Math.min(at, 4 - at), 0, 1);
  }

  private static float clamp(float value) {
    return Math.clamp(value, 0, 1);
  }
}
