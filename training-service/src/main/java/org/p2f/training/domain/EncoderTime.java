package org.p2f.training.domain;

/** Which time the encoder is told. */
public enum EncoderTime {
  /** The one at which an image is encoded. */
  GIVEN,
  /** Always ½: a static encoder of the same size, a control. */
  FIXED
}
