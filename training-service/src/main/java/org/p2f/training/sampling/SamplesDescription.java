package org.p2f.training.sampling;

/**
 * What samples are; the attributes of their artifact.
 *
 * @param runId the run that made them
 * @param n number of samples
 */
public record SamplesDescription(
    String modelId, String runId, SamplingPlan plan, int n, int channels, int height, int width) {
  /** The samples in pixels, float32 [n, C, H, W]. */
  public static final String SAMPLES = "samples.safetensors";

  /** All or the first of them as one picture. */
  public static final String GRID = "grid.png";

  /** What each sample was made from. */
  public static final String MANIFEST = "manifest.json";
}
