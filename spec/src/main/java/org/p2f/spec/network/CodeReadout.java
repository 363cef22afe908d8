package org.p2f.spec.network;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** How the activations of an encoder's last stage become a code. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = CodeReadout.Pooled.class, name = "pooled"),
  @JsonSubTypes.Type(value = CodeReadout.Projected.class, name = "projected"),
  @JsonSubTypes.Type(value = CodeReadout.Spatial.class, name = "spatial")
})
public sealed interface CodeReadout {

  /** The mean of each channel over the image is a value of the code, as published. */
  record Pooled() implements CodeReadout {}

  /**
   * A linear map of the channels' means, so that a code's size and the network's width are two
   * settings.
   *
   * @param size values of the code, at least 1
   */
  record Projected(int size) implements CodeReadout {
    public Projected {
      requireSize(size);
    }
  }

  /**
   * A linear map of the channels' means over the cells of a square grid, so that a code can tell
   * where something is.
   *
   * @param size values of the code, at least 1
   * @param side height and width in pixels of the last stage's activations, a quarter of the
   *     images'
   * @param grid cells a side; divides {@code side}
   */
  record Spatial(int size, int side, int grid) implements CodeReadout {
    private static final int ENCODER_STRIDE = 4;
    private static final int FEWEST_CELLS = 4;

    public Spatial {
      requireSize(size);
      if (grid < 1 || side < grid || side % grid != 0) {
        throw new IllegalArgumentException(
            "A grid of %d cells a side does not divide activations of %d pixels"
                .formatted(grid, side));
      }
    }

    /**
     * The coarsest grid of at least 4×4 cells; of activations of fewer than 4 pixels a side, a cell
     * for each pixel.
     *
     * @param imageSize height and width of the images
     */
    public static Spatial of(int size, int imageSize) {
      int side = sideOf(imageSize);
      int grid = Math.min(FEWEST_CELLS, side);
      while (side % grid != 0) {
        grid++;
      }
      return new Spatial(size, side, grid);
    }

    /** Height and width of the last stage's activations: two stages halve them, rounding up. */
    public static int sideOf(int imageSize) {
      return Math.ceilDiv(imageSize, ENCODER_STRIDE);
    }
  }

  private static void requireSize(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("A code has at least 1 value, got " + size);
    }
  }
}
