package org.p2f.numerics.trajectory;

/** The two parts of a data set whose images have trajectories. */
public enum TrajectorySplit {
  /** Training and validation images; who trains heads draws his own validation images. */
  TRAIN("train"),
  TEST("test");

  private final String prefix;

  TrajectorySplit(String prefix) {
    this.prefix = prefix;
  }

  /** Name of the tensor of codes, [images, times, codes]. */
  String codes() {
    return prefix + ".z";
  }

  /** Name of the tensor of labels, [images, factors]. */
  String labels() {
    return prefix + ".labels";
  }
}
