package org.p2f.numerics.augment;

import java.util.random.RandomGenerator;
import org.p2f.numerics.data.UnitValues;

/**
 * A flip at one half, a shift by up to an eighth of the side or 8 pixels into the mirrored
 * surroundings, operations of {@link RandAugment}, and {@link Cutout}. The published shifts are of
 * 4 pixels for images of 32 and of 8 for images of 84.
 */
record ShiftAndRandAugment(Canvas canvas, int operations) implements Augmenter {
  private static final int SIDES_PER_SHIFT = 8;
  private static final int LARGEST_SHIFT = 8;

  @Override
  public void augment(byte[] image, RandomGenerator random, float[] out) {
    canvas.show(image);
    shift(random);
    for (int i = 0; i < operations; i++) {
      RandAugment.draw(random).apply(canvas, random);
    }
    Cutout.apply(canvas, random);
    UnitValues.of(canvas.pixels(), out);
  }

  /** Flips and shifts what is shown. */
  void shift(RandomGenerator random) {
    int side = canvas.side;
    int most = Math.min(LARGEST_SHIFT, side / SIDES_PER_SHIFT);
    boolean flip = random.nextBoolean();
    int right = random.nextInt(2 * most + 1) - most;
    int down = random.nextInt(2 * most + 1) - most;
    canvas.move(
        (x, y) -> {
          int column = mirrored(x + right, side);
          return mirrored(y + down, side) * side + (flip ? side - 1 - column : column);
        });
  }

  /** The border itself is not repeated. */
  private static int mirrored(int at, int side) {
    int inside = Math.abs(at);
    return inside < side ? inside : 2 * (side - 1) - inside;
  }
}
