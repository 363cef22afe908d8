package org.p2f.training.network;

import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.diffusion.SubVariancePreserving;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.diffusion.VariancePreserving;

/** The diffusions of Song et al., arXiv:2011.13456. */
public enum DiffusionKind {
  VE,
  VP,
  SUB_VP;

  public static DiffusionKind of(Sde diffusion) {
    return switch (diffusion) {
      case VarianceExploding _ -> VE;
      case VariancePreserving _ -> VP;
      case SubVariancePreserving _ -> SUB_VP;
    };
  }

  /** With the published settings. */
  public Sde published() {
    return switch (this) {
      case VE -> VarianceExploding.published();
      case VP -> VariancePreserving.published();
      case SUB_VP -> SubVariancePreserving.published();
    };
  }
}
