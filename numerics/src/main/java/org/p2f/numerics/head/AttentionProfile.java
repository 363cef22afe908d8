package org.p2f.numerics.head;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.p2f.numerics.statistics.Interval;
import org.p2f.numerics.statistics.Sample;
import org.p2f.spec.head.AttentionMask;
import org.p2f.spec.head.Head;

/**
 * Which times the readout token of a Transformer head attends to: mean over attention heads, test
 * images and seeds.
 *
 * @param weights one for each time; they sum to 1 if the head hides the readout token
 * @param overSeeds Student's 95 % interval of each weight over the seeds, kept in [0, 1]; with one
 *     seed it says nothing and is [0, 1]
 */
public record AttentionProfile(List<Double> weights, List<Interval> overSeeds, int seeds) {

  /** The head whose attention is profiled: one pass, the readout token hidden. */
  public static final Head.Transformer HEAD = new Head.Transformer(1, AttentionMask.READOUT);

  public AttentionProfile {
    weights = List.copyOf(weights);
    overSeeds = List.copyOf(overSeeds);
  }

  /**
   * @param seeds results of Transformer heads that differ in their seed alone
   */
  public static AttentionProfile of(List<MemberResult> seeds) {
    int times = seeds.getFirst().readoutAttention().size() - 1;
    if (times < 1) {
      throw new IllegalArgumentException(
          "%s does not attend".formatted(seeds.getFirst().member().head()));
    }
    var samples =
        IntStream.range(0, times)
            .mapToObj(
                t -> new Sample(seeds.stream().map(r -> r.readoutAttention().get(t)).toList()))
            .toList();
    var intervals = new ArrayList<Interval>();
    for (var sample : samples) {
      intervals.add(sample.size() < 2 ? new Interval(0, 1) : sample.studentInterval().withinUnit());
    }
    return new AttentionProfile(
        samples.stream().map(Sample::mean).toList(), intervals, seeds.size());
  }
}
