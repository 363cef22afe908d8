package org.p2f.numerics.head;

import java.util.List;

/**
 * A trained head, as it was after its best epoch.
 *
 * @param bestEpoch the first epoch, counted from 1, with the best validation accuracy
 * @param lastLoss mean training loss of the last epoch
 * @param validationCorrect of {@code validationImages} drawn from the training split
 * @param testCorrect of {@code testImages}
 * @param readoutAttention of a Transformer: how much its readout token attends to each time and,
 *     last, to itself, in the last pass, mean over attention heads and test images; sums to 1.
 *     Empty for the other heads.
 * @param occlusion of {@link AttentionProfile#HEAD}; empty for the other heads
 */
public record MemberResult(
    HeadMember member,
    int bestEpoch,
    double lastLoss,
    int validationCorrect,
    int validationImages,
    int testCorrect,
    int testImages,
    List<Double> readoutAttention,
    Occlusion occlusion) {

  public MemberResult {
    readoutAttention = List.copyOf(readoutAttention);
  }

  /** A head from which nothing was hidden. */
  public MemberResult(
      HeadMember member,
      int bestEpoch,
      double lastLoss,
      int validationCorrect,
      int validationImages,
      int testCorrect,
      int testImages,
      List<Double> readoutAttention) {
    this(
        member,
        bestEpoch,
        lastLoss,
        validationCorrect,
        validationImages,
        testCorrect,
        testImages,
        readoutAttention,
        Occlusion.NONE);
  }

  public double validationAccuracy() {
    return validationCorrect / (double) validationImages;
  }

  public double testAccuracy() {
    return testCorrect / (double) testImages;
  }
}
