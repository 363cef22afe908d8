package org.p2f.numerics.information;

/**
 * One critic: how much two times' codes tell about each other.
 *
 * @param encoder index among the encoders
 * @param left index of the one time
 * @param right index of the other; the same one asks how much a code tells about itself
 * @param seed draws weights and batches; critics of one seed start alike
 * @param shuffled true where the right code is another image's: what the estimator finds there it
 *     makes up
 */
public record CriticMember(int encoder, int left, int right, long seed, boolean shuffled) {
  public CriticMember {
    if (encoder < 0 || left < 0 || right < 0) {
      throw new IllegalArgumentException(
          "Indices count from 0, got %d, %d and %d".formatted(encoder, left, right));
    }
  }
}
