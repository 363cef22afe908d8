package org.p2f.training.domain;

/**
 * Features of real images, kept for the next evaluation; the attributes of their artifact.
 *
 * @param featureNetwork SHA-256 of the network that gave them
 * @param n images, the first of the split
 */
public record FeaturesDescription(String datasetId, DataSplit split, int n, String featureNetwork) {
  public static final String FILE = "features.safetensors";
}
