package org.p2f.spec.data;

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
  public String codes() {
    return prefix + ".z";
  }

  /** Name of the tensor of labels, [images, factors]. */
  public String labels() {
    return prefix + ".labels";
  }
}
