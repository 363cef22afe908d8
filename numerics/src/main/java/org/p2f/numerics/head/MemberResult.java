package org.p2f.numerics.head;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A trained head, as it was after its best epoch.
 *
 * @param bestEpoch the first epoch, counted from 1, with the best validation accuracy
 * @param epochs it learned: the settings' number, unless its patience ran out
 * @param lastLoss mean training loss of the last of them
 * @param validationCorrect of {@code validationImages} drawn from the training split
 * @param testCorrect of {@code testImages}
 * @param headAttention of a Transformer: for each of its attention heads, how much its readout
 *     token attends to each time and, last, to itself, in the last pass, mean over test images;
 *     each sums to 1. Empty for the other heads.
 * @param occlusion of {@link AttentionProfile#HEAD}; empty for the other heads
 */
public record MemberResult(
    HeadMember member,
    int bestEpoch,
    int epochs,
    double lastLoss,
    int validationCorrect,
    int validationImages,
    int testCorrect,
    int testImages,
    List<List<Double>> headAttention,
    Occlusion occlusion) {

  public MemberResult {
    headAttention = headAttention.stream().map(List::copyOf).toList();
  }

  /** A head from which nothing was hidden. */
  public MemberResult(
      HeadMember member,
      int bestEpoch,
      int epochs,
      double lastLoss,
      int validationCorrect,
      int validationImages,
      int testCorrect,
      int testImages,
      List<List<Double>> headAttention) {
    this(
        member,
        bestEpoch,
        epochs,
        lastLoss,
        validationCorrect,
        validationImages,
        testCorrect,
        testImages,
        headAttention,
        Occlusion.NONE);
  }

  /** Mean over the attention heads; sums to 1. Empty for heads that are no Transformers. */
  public List<Double> readoutAttention() {
    int keys = headAttention.isEmpty() ? 0 : headAttention.getFirst().size();
    return IntStream.range(0, keys)
        .mapToObj(
            key ->
                headAttention.stream().mapToDouble(head -> head.get(key)).average().orElseThrow())
        .toList();
  }

  public double validationAccuracy() {
    return validationCorrect / (double) validationImages;
  }

  public double testAccuracy() {
    return testCorrect / (double) testImages;
  }
}
