package org.p2f.numerics.head;

import java.util.List;

/**
 * How many test images a trained Transformer still gets right when times are hidden from it that it
 * saw in training.
 *
 * @param without for each time, with that one hidden
 * @param alone for each time, with all others hidden
 */
public record Occlusion(List<Integer> without, List<Integer> alone) {

  /** Of heads that were not asked. */
  static final Occlusion NONE = new Occlusion(List.of(), List.of());

  public Occlusion {
    without = List.copyOf(without);
    alone = List.copyOf(alone);
  }
}
