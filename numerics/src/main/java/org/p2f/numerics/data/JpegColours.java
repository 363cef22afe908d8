package org.p2f.numerics.data;

import org.jspecify.annotations.Nullable;

/**
 * What the components of a JPEG file are. The format does not say; the rules are those of libjpeg
 * (jdapimin.c, {@code default_decompress_parms}), which other programs follow too.
 *
 * <p>Four components are inks: stored inverted, as Adobe does, and laid on white without a profile,
 * as Pillow does.
 */
enum JpegColours {
  GREY {
    @Override
    void toRgb(int[] from, int[] rgb) {
      rgb[0] = from[0];
      rgb[1] = from[0];
      rgb[2] = from[0];
    }
  },
  RGB {
    @Override
    void toRgb(int[] from, int[] rgb) {
      System.arraycopy(from, 0, rgb, 0, 3);
    }
  },
  YCBCR {
    @Override
    void toRgb(int[] from, int[] rgb) {
      fromYcbcr(from, rgb);
    }
  },
  CMYK {
    @Override
    void toRgb(int[] from, int[] rgb) {
      for (int ink = 0; ink < 3; ink++) {
        rgb[ink] = printed(WHITE - from[ink], from[3]);
      }
    }
  },
  /** Inks whose first three are coded as {@link #YCBCR}. */
  YCCK {
    @Override
    void toRgb(int[] from, int[] rgb) {
      fromYcbcr(from, rgb);
      for (int ink = 0; ink < 3; ink++) {
        rgb[ink] = printed(rgb[ink], from[3]);
      }
    }
  };

  private static final int WHITE = 255;
  private static final int CENTRE = 128;
  private static final int SCALE_BITS = 16;
  private static final int HALF = 1 << (SCALE_BITS - 1);

  /** As jdcolor.c rounds the constants of JFIF's conversion. */
  private static final int CR_TO_RED = fixed(1.402);

  private static final int CR_TO_GREEN = fixed(.71414);
  private static final int CB_TO_GREEN = fixed(.34414);
  private static final int CB_TO_BLUE = fixed(1.772);

  private static final int ADOBE_PLAIN = 0;

  /**
   * @param from a pixel's components
   * @param rgb receives the pixel
   */
  abstract void toRgb(int[] from, int[] rgb);

  /**
   * @param adobeTransform of the Adobe segment; null if there is none
   */
  static JpegColours of(JpegFrame frame, boolean jfif, @Nullable Integer adobeTransform) {
    boolean plain = adobeTransform != null && adobeTransform == ADOBE_PLAIN;
    return switch (frame.components()) {
      case 1 -> GREY;
      case 3 -> {
        int[] ids = frame.ids();
        boolean named = ids[0] == 'R' && ids[1] == 'G' && ids[2] == 'B';
        yield !jfif && (plain || (adobeTransform == null && named)) ? RGB : YCBCR;
      }
      default -> adobeTransform == null || plain ? CMYK : YCCK;
    };
  }

  private static int fixed(double constant) {
    return (int) (constant * (1 << SCALE_BITS) + .5);
  }

  private static void fromYcbcr(int[] from, int[] rgb) {
    int y = from[0];
    int cb = from[1] - CENTRE;
    int cr = from[2] - CENTRE;
    rgb[0] = Math.clamp(y + ((CR_TO_RED * cr + HALF) >> SCALE_BITS), 0, WHITE);
    rgb[1] = Math.clamp(y + ((HALF - CB_TO_GREEN * cb - CR_TO_GREEN * cr) >> SCALE_BITS), 0, WHITE);
    rgb[2] = Math.clamp(y + ((CB_TO_BLUE * cb + HALF) >> SCALE_BITS), 0, WHITE);
  }

  /**
   * @param ink 0 to 255
   * @param light what black leaves of the paper's, 0 to 255
   */
  private static int printed(int ink, int light) {
    int product = ink * light + CENTRE;
    return light - (((product >> 8) + product) >> 8);
  }
}
