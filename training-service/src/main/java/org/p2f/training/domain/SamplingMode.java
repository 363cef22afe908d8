package org.p2f.training.domain;

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
  COLOURISE;

  boolean takesImages() {
    return this != CODES;
  }
}
