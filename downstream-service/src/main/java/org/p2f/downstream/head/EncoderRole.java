package org.p2f.downstream.head;

/** What the encoder is in an evaluation whose codes a head reads. */
public enum EncoderRole {
  /** The one that is evaluated. */
  EVALUATED,
  /** A control of the same size that was never trained. */
  UNTRAINED,
  /** A control of the same size that knows no t. */
  STATIC
}
