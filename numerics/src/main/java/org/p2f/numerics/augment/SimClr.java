package org.p2f.numerics.augment;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.p2f.numerics.data.UnitValues;

/**
 * The transformations of Chen et al., arXiv:2002.05709, App. A, on floats in [0, 1]. As in common
 * implementations the blur, if any, is always done, with a kernel of a tenth of the side.
 */
final class SimClr implements Augmenter {
  private static final double JITTER_SHARE = .8;
  private static final double GREY_SHARE = .2;

  private final int channels;
  private final int side;
  private final float[] source;
  private final ResizedCrop crop;
  private final ColourJitter jitter;
  private final @Nullable Blur blur;

  private SimClr(
      int channels, int side, ResizedCrop crop, ColourJitter jitter, @Nullable Blur blur) {
    this.channels = channels;
    this.side = side;
    this.source = new float[channels * side * side];
    this.crop = crop;
    this.jitter = jitter;
    this.blur = blur;
  }

  /** With colour strength 1. */
  static SimClr published(int channels, int side) {
    return new SimClr(
        channels,
        side,
        new ResizedCrop(side, .08),
        new ColourJitter(side * side, .8, .2),
        new Blur(side));
  }

  /** Those of Chen and He, arXiv:2011.10566, App. D: larger crops, half the strength, no blur. */
  static SimClr ofSmallPhotographs(int channels, int side) {
    return new SimClr(
        channels, side, new ResizedCrop(side, .2), new ColourJitter(side * side, .4, .1), null);
  }

  @Override
  public void augment(byte[] image, RandomGenerator random, float[] out) {
    UnitValues.of(image, source);
    var window = crop.draw(random);
    boolean flip = random.nextBoolean();
    for (int plane = 0; plane < out.length; plane += side * side) {
      crop.resize(window, flip, source, out, plane);
    }
    if (random.nextDouble() < JITTER_SHARE) {
      jitter.apply(out, channels, random);
    }
    if (random.nextDouble() < GREY_SHARE && channels == 3) {
      jitter.blendWithGrey(out, 0);
    }
    if (blur != null) {
      blur.apply(out, random);
    }
  }
}
