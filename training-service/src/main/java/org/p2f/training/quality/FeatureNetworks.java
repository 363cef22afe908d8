package org.p2f.training.quality;

import java.util.Optional;

/** The operator's network that describes images for comparison. */
public interface FeatureNetworks {

  /** SHA-256 of its file, lower-case hexadecimal; empty if the operator has set none. */
  Optional<String> sha256();
}
