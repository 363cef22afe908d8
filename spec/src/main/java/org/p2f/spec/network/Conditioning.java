package org.p2f.spec.network;

/** How a vector, of the time or of the time and the code, enters a residual block. */
public enum Conditioning {
  /** A linear map of it is added to the block's activations before their normalisation. */
  SHIFT,
  /**
   * Linear maps of it scale and shift the block's normalised activations: h·(1 + s) + b (Perez et
   * al., arXiv:1709.07871; Dhariwal and Nichol, arXiv:2105.05233, App. A).
   */
  SCALE_SHIFT
}
