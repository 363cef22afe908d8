package org.p2f.numerics.head;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A trained head, as it was when it validated best.
 *
 * @param bestStep number of steps after which its validation accuracy was first the best
 * @param steps it learned: the settings' number, unless its patience ran out or it got all
 *     validation images right
 * @param lastLoss mean training loss of those since the validation before the last
 * @param convergence whether it had stopped improving
 * @param validationCorrect of {@code validationImages} drawn from the training split
 * @param test which test images it gets right
 * @param headAttention of a Transformer: for each of its attention heads, how much its readout
 *     token attends to each time and, last, to itself, in the last pass, mean over test images;
 *     each sums to 1. Empty for the other heads.
 * @param occlusion of {@link AttentionProfile#HEAD}; empty for the other heads
 */
public record MemberResult(
    HeadMember member,
    long bestStep,
    long steps,
    double lastLoss,
    Convergence convergence,
    int validationCorrect,
    int validationImages,
    RightAnswers test,
    List<List<Double>> headAttention,
    Occlusion occlusion) {

  public MemberResult {
    headAttention = headAttention.stream().map(List::copyOf).toList();
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
    return test.accuracy();
  }
}
