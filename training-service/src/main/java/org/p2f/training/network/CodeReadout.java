package org.p2f.training.network;

/** How the activations of an encoder's last stage become a code. */
public enum CodeReadout {
  /** The mean of each channel is a value of the code, as published: the code's size is a width. */
  POOLED,
  /** A linear map of the channels' means. */
  PROJECTED,
  /** A linear map of the channels' means over the cells of a grid of 4×4 or a little finer. */
  SPATIAL
}
