package org.p2f.numerics.augment;

/** What is done to a training image each time it is seen. */
public enum Augmentation {
  /** Nothing. */
  NONE,
  /**
   * Chen et al., arXiv:2002.05709, App. A: a resized crop, a flip, colour jitter at .8, grey at .2,
   * blur.
   */
  SIMCLR,
  /**
   * A flip, a crop of the reflect-padded image, one operation of {@link RandAugment} and {@link
   * Cutout}: {@code laplace_weak} of the published code.
   */
  WEAK,
  /** As {@link #WEAK}, with two operations: {@code laplace_strong}. */
  STRONG
}
