package org.p2f.numerics.net;

import org.p2f.spec.network.DdpmSpec;

/** Into how many groups channels are normalised. */
enum Grouping {
  /** Of 4 channels, but never more than 32. */
  OF_FOUR,
  /** Always 32. */
  THIRTY_TWO;

  static final int MOST = DdpmSpec.GROUPS;

  GroupNorm norm(int channels) {
    return switch (this) {
      case OF_FOUR -> new GroupNorm(channels, Math.min(channels / 4, MOST));
      case THIRTY_TWO -> new GroupNorm(channels, MOST);
    };
  }
}
