package org.p2f.numerics.head;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.p2f.spec.head.AttentionMask;
import org.p2f.spec.head.Head;
import org.p2f.spec.head.RateSelection;

/**
 * How well one-pass Transformer heads do that are trained and tested with a mask.
 *
 * @param scores one for each mask that was trained
 */
public record MaskStudy(Map<AttentionMask, SweepScore> scores) {

  public MaskStudy {
    scores = Map.copyOf(scores);
  }

  /** The heads to train. */
  public static List<Head> heads() {
    return Arrays.stream(AttentionMask.values())
        .<Head>map(mask -> new Head.Transformer(1, mask))
        .toList();
  }

  /** The scores of those heads among the results, each mask's at its own best learning rate. */
  public static MaskStudy of(List<MemberResult> results) {
    var scores = new EnumMap<AttentionMask, SweepScore>(AttentionMask.class);
    for (var score : Selection.overEncoders(List.of(results), RateSelection.SHARED)) {
      if (score.head() instanceof Head.Transformer(int passes, var mask) && passes == 1) {
        scores.put(mask, score);
      }
    }
    return new MaskStudy(scores);
  }
}
