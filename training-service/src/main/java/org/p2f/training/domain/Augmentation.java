package org.p2f.training.domain;

/** What is done to a training image each time it is seen. */
public enum Augmentation {
  NONE,
  /** Resized crop, flip, colour jitter, grey, blur (arXiv:2002.05709). */
  SIMCLR,
  /** Flip, shift, one operation of RandAugment (arXiv:1909.13719), and Cutout. */
  WEAK,
  /** Flip, shift, two operations of RandAugment, and Cutout. */
  STRONG
}
