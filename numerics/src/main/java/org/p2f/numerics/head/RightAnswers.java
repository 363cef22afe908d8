package org.p2f.numerics.head;

import java.util.Base64;
import java.util.BitSet;

/**
 * Which images of a split a head gets right.
 *
 * @param images number of them, at least 1
 * @param bits one for each image, 1 where it is right, the first image in the lowest bit of the
 *     first byte; base64 (RFC 4648), zeros at the end left out
 */
public record RightAnswers(int images, String bits) {

  public RightAnswers {
    if (images < 1 || decoded(bits).length() > images) {
      throw new IllegalArgumentException(
          "Not right answers to %d images: %s".formatted(images, bits));
    }
  }

  /**
   * @param right indices of images
   */
  public static RightAnswers of(BitSet right, int images) {
    return new RightAnswers(images, Base64.getEncoder().encodeToString(right.toByteArray()));
  }

  /** Indices of the images that are got right. */
  public BitSet right() {
    return decoded(bits);
  }

  public int count() {
    return right().cardinality();
  }

  /** Share of the images, in [0, 1]. */
  public double accuracy() {
    return count() / (double) images;
  }

  private static BitSet decoded(String bits) {
    return BitSet.valueOf(Base64.getDecoder().decode(bits));
  }
}
