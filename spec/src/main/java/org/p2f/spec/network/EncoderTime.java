package org.p2f.spec.network;

/** Which time an encoder is told. */
public enum EncoderTime {
  /** The one at which an image is encoded. */
  GIVEN,
  /** Always ½: a static encoder, a control of the same size. */
  FIXED
}
