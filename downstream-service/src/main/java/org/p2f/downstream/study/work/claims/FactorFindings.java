package org.p2f.downstream.study.work.claims;

import java.util.List;
import java.util.Map;
import org.p2f.downstream.head.HeadKind;
import org.p2f.downstream.head.TestAccuracy;

/**
 * What was found of one factor in one encoder's codes.
 *
 * @param majority test accuracy of always answering the commonest class
 * @param heads on the whole grid
 * @param coarser the Transformer on coarser grids, by the grid's n
 * @param masks test accuracy of the one-pass Transformer by the number of its mask
 * @param profiles attention over the times, one for each head seed
 * @param statics heads on the code of the static encoder of the same seed; empty if there is none
 */
public record FactorFindings(
    String factor,
    double majority,
    List<Reading> heads,
    Map<Integer, Reading> coarser,
    Map<Integer, TestAccuracy> masks,
    List<List<Double>> profiles,
    List<Reading> statics) {

  public FactorFindings {
    heads = List.copyOf(heads);
    coarser = Map.copyOf(coarser);
    masks = Map.copyOf(masks);
    profiles = List.copyOf(profiles);
    statics = List.copyOf(statics);
  }

  /** The head of a kind, or one for each t. */
  List<Reading> of(HeadKind kind) {
    return heads.stream().filter(r -> r.head() == kind).toList();
  }

  /** Heads that read all t. */
  List<Reading> mixing() {
    return heads.stream().filter(r -> r.head().mixes()).toList();
  }
}
