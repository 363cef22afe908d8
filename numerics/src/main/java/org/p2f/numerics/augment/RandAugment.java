package org.p2f.numerics.augment;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The operations of Cubuk et al., arXiv:1909.13719, Sec. 3, on bytes, with the magnitude 9 of 30
 * that is usual for small images. As in common implementations, values are cut to whole numbers
 * after each operation, pixels from outside are black, and a signed magnitude is negated at one
 * half.
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
      canvas.affine(1, 0, pixels(canvas, random), 0, 1, 0);
    }
  },
  TRANSLATE_Y {
    @Override
    void apply(Canvas canvas, RandomGenerator random) {
      canvas.affine(1, 0, 0, 0, 1, pixels(canvas, random));
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
      Enhance.brightness(canvas, 1 + signed(ENHANCEMENT, random));
    }
  },
  COLOUR {
    @Override
    void apply(Canvas canvas, RandomGenerator random) {
      Enhance.colour(canvas, 1 + signed(ENHANCEMENT, random));
    }
  },
  CONTRAST {
    @Override
    void apply(Canvas canvas, RandomGenerator random) {
      Enhance.contrast(canvas, 1 + signed(ENHANCEMENT, random));
    }
  },
  SHARPNESS {
    @Override
    void apply(Canvas canvas, RandomGenerator random) {
      Enhance.sharpness(canvas, 1 + signed(ENHANCEMENT, random));
    }
  },
  POSTERIZE {
    @Override
    void apply(Canvas canvas, RandomGenerator random) {
      ToneCurves.posterize(canvas, BITS);
    }
  },
  SOLARIZE {
    @Override
    void apply(Canvas canvas, RandomGenerator random) {
      ToneCurves.solarize(canvas, THRESHOLD);
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

  /** Share of each operation's range, 9 of 30. */
  private static final double MAGNITUDE = .3;

  private static final double SHEAR = .3 * MAGNITUDE;

  /** Of the side: the published 150 of 331 pixels. */
  private static final double TRANSLATION = 150. / 331 * MAGNITUDE;

  private static final double DEGREES = 30 * MAGNITUDE;
  private static final double ENHANCEMENT = .9 * MAGNITUDE;

  /** Bits kept: 8 − 4 · {@value #MAGNITUDE}. */
  private static final int BITS = 7;

  /** First value that is inverted. */
  private static final int THRESHOLD = 179;

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

  private static double signed(double magnitude, RandomGenerator random) {
    return random.nextBoolean() ? magnitude : -magnitude;
  }

  private static int pixels(Canvas canvas, RandomGenerator random) {
    return (int) signed(TRANSLATION * canvas.side, random);
  }
}
