package org.p2f.numerics.program;

/** How image tensors [B, C, H, W] lie in memory. */
public enum Layout {
  /** Channels outermost (NCHW). */
  CONTIGUOUS,
  /** Channels innermost (NHWC). */
  CHANNELS_LAST
}
