package org.p2f.training.quality.work;

import org.p2f.spec.data.Split;

/**
 * Features of real images, kept for the next evaluation; the attributes of their artifact.
 *
 * @param featureNetwork SHA-256 of the network that gave them
 * @param n images, the first of the split
 */
record FeaturesDescription(String datasetId, Split split, int n, String featureNetwork) {
  public static final String FILE = "features.safetensors";
}
