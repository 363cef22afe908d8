package org.p2f.training.sampling;

/** What samples are made from. */
public enum SamplingMode {
  /** From the codes of images of a data set. */
  RECONSTRUCT,
  /** From codes the caller sends. */
  CODES,
  /** From codes on the line between those of two images. */
  INTERPOLATE,
  /** From the codes of images with a hole, and what lies around it. */
  INPAINT,
  /** From the codes of grey images, and their brightness. */
  COLOURISE,
  /** From codes drawn from N(0, I), each the same at all times. */
  PRIOR,
  /** From the codes of images that are drawn, with replacement, from a split. */
  AGGREGATE,
  /** From no codes, by a network that learnt without them. */
  UNCONDITIONAL;

  boolean takesImages() {
    return this != CODES && this != PRIOR && this != UNCONDITIONAL;
  }

  /** Whether a part of each image stays as it is. */
  boolean keepsAPart() {
    return this == INPAINT || this == COLOURISE;
  }
}
