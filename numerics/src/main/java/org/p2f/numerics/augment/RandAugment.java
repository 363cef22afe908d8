package org.p2f.numerics.augment;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The operations of Cubuk et al., arXiv:1909.13719, Sec. 3, on bytes, each with a magnitude that is
 * uniform over its range. Ranges are those of the published code, which are FixMatch's (Sohn et
 * al., arXiv:2001.07685, App. D) but for the translations. As there, values are cut to whole
 * numbers after each operation and pixels from outside are black.
 */
enum RandAugment {
  IDENTITY {
    @Override
    void apply(Canvas canvas, RandomGenerator random) {
      // an operation like the others, so that some images stay as they are
    }
  },
  SHEAR_X {
    @Override
    void apply(Canvas canvas, RandomGenerator random) {
      canvas.affine(1, signed(SHEAR, random), 0, 0, 1, 0);
    }
  },
  SHEAR_Y {
    @Override
    void apply(Canvas canvas, RandomGenerator random) {
      canvas.affine(1, 0, 0, signed(SHEAR, random), 1, 0);
    }
  },
  TRANSLATE_X {
    @Override
    void apply(Canvas canvas, RandomGenerator random) {
      canvas.affine(1, 0, signed(TRANSLATION * canvas.side, random), 0, 1, 0);
    }
  },
  TRANSLATE_Y {
    @Override
    void apply(Canvas canvas, RandomGenerator random) {
      canvas.affine(1, 0, 0, 0, 1, signed(TRANSLATION * canvas.side, random));
    }
  },
  ROTATE {
    @Override
    void apply(Canvas canvas, RandomGenerator random) {
      rotate(canvas, Math.toRadians(signed(DEGREES, random)));
    }
  },
  BRIGHTNESS {
    @Override
    void apply(Canvas canvas, RandomGenerator random) {
      Enhance.brightness(canvas, factor(random));
    }
  },
  COLOUR {
    @Override
    void apply(Canvas canvas, RandomGenerator random) {
      Enhance.colour(canvas, factor(random));
    }
  },
  CONTRAST {
    @Override
    void apply(Canvas canvas, RandomGenerator random) {
      Enhance.contrast(canvas, factor(random));
    }
  },
  SHARPNESS {
    @Override
    void apply(Canvas canvas, RandomGenerator random) {
      Enhance.sharpness(canvas, factor(random));
    }
  },
  POSTERIZE {
    @Override
    void apply(Canvas canvas, RandomGenerator random) {
      ToneCurves.posterize(canvas, random.nextInt(FEWEST_BITS, MOST_BITS + 1));
    }
  },
  SOLARIZE {
    @Override
    void apply(Canvas canvas, RandomGenerator random) {
      ToneCurves.solarize(canvas, 1 + random.nextInt(TONES));
    }
  },
  AUTO_CONTRAST {
    @Override
    void apply(Canvas canvas, RandomGenerator random) {
      ToneCurves.stretch(canvas);
    }
  },
  EQUALIZE {
    @Override
    void apply(Canvas canvas, RandomGenerator random) {
      ToneCurves.equalize(canvas);
    }
  };

  /** Pixels per pixel. */
  private static final double SHEAR = .3;

  /** Of the side. */
  private static final double TRANSLATION = .3;

  private static final double DEGREES = 30;

  /** Of what an image has of brightness, colour, contrast or sharpness; it never gains any. */
  private static final double LEAST_FACTOR = .05;

  private static final double LARGEST_FACTOR = .95;

  /** Kept of each value: the whole part of a number between 4 and 8. */
  private static final int FEWEST_BITS = 4;

  private static final int MOST_BITS = 7;

  /** Values from a threshold between 0 and 256 on are inverted; whole ones tell it all. */
  private static final int TONES = 256;

  private static final List<RandAugment> ALL = List.of(values());

  abstract void apply(Canvas canvas, RandomGenerator random);

  /** Any operation, all alike likely. */
  static RandAugment draw(RandomGenerator random) {
    return ALL.get(random.nextInt(ALL.size()));
  }

  /** Counter-clockwise about the centre. */
  static void rotate(Canvas canvas, double radians) {
    double cos = Math.cos(radians);
    double sin = Math.sin(radians);
    double centre = canvas.side / 2.;
    canvas.affine(cos, -sin, centre * (1 - cos + sin), sin, cos, centre * (1 - cos - sin));
  }

  private static double signed(double most, RandomGenerator random) {
    return random.nextDouble(-most, most);
  }

  private static double factor(RandomGenerator random) {
    return random.nextDouble(LEAST_FACTOR, LARGEST_FACTOR);
  }
}
