package org.p2f.spec.data;

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
   * The milder views of small photographs, Chen and He, arXiv:2011.10566, App. D: a resized crop of
   * a fifth or more, a flip, colour jitter at .4, grey at .2.
   */
  SIMSIAM,
  /**
   * A flip, a crop of the reflect-padded image, one operation of RandAugment (arXiv:1909.13719) and
   * Cutout (arXiv:1708.04552): {@code laplace_weak} of the published code.
   */
  WEAK,
  /** As {@link #WEAK}, with two operations: {@code laplace_strong}. */
  STRONG
}
