package org.p2f.numerics.augment;

import java.util.random.RandomGenerator;

/**
 * A window of a share of the area to all of it, with sides as 3:4 to 4:3, stretched over the image.
 * Windows never shrink, so that interpolating linearly is exact.
 */
final class ResizedCrop {
  private static final double WIDEST = 4. / 3;
  private static final int ATTEMPTS = 10;

  private final int side;
  private final double smallest;

  /**
   * @param smallest share of the area
   */
  ResizedCrop(int side, double smallest) {
    this.side = side;
    this.smallest = smallest;
  }

  /** In whole pixels. */
  record Window(int left, int top, int width, int height) {}

  Window draw(RandomGenerator random) {
    for (int i = 0; i < ATTEMPTS; i++) {
      double area = side * side * random.nextDouble(smallest, 1);
      double ratio = Math.exp(Math.log(WIDEST) * random.nextDouble(-1, 1));
      int width = (int) Math.round(Math.sqrt(area * ratio));
      int height = (int) Math.round(Math.sqrt(area / ratio));
      if (0 < width && width <= side && 0 < height && height <= side) {
        return new Window(
            random.nextInt(side - width + 1), random.nextInt(side - height + 1), width, height);
      }
    }
    return new Window(0, 0, side, side);
  }

  /**
   * @param plane index of the first value of the channel
   */
  void resize(Window window, boolean flip, float[] from, float[] to, int plane) {
    double scaleX = (double) window.width() / side;
    double scaleY = (double) window.height() / side;
    for (int y = 0; y < side; y++) {
      double sourceY = Math.clamp((y + .5) * scaleY - .5, 0, window.height() - 1.);
      int top = (int) sourceY;
      float down = (float) (sourceY - top);
      int upper = plane + (window.top() + top) * side + window.left();
      int lower = top + 1 < window.height() ? upper + side : upper;
      for (int x = 0; x < side; x++) {
        double sourceX = Math.clamp((x + .5) * scaleX - .5, 0, window.width() - 1.);
        int left = (int) sourceX;
        int right = Math.min(left + 1, window.width() - 1);
        float across = (float) (sourceX - left);
        float above = from[upper + left] + across * (from[upper + right] - from[upper + left]);
        float below = from[lower + left] + across * (from[lower + right] - from[lower + left]);
        to[plane + y * side + (flip ? side - 1 - x : x)] = above + down * (below - above);
      }
    }
  }
}
