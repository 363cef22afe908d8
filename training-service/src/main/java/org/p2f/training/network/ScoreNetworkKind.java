package org.p2f.training.network;

/** Families of score networks. */
public enum ScoreNetworkKind {
  /** Song et al., arXiv:2011.13456. */
  NCSN_PLUS_PLUS,
  /** Ho et al., arXiv:2006.11239. */
  DDPM,
  /** Song and Ermon, arXiv:2006.09011. */
  NCSN_V2
}
