package org.p2f.spec.network;

/**
 * Shape of an NCSNv2 score network, a RefineNet that is told neither t nor the level of noise.
 * Source: Song and Ermon, arXiv:2006.09011, the form for images of 32 pixels, as in the code of
 * Song et al., arXiv:2011.13456.
 *
 * @param features channels of the finest level; the others have twice as many
 * @param imageSize height and width in pixels, even
 * @param channels of the images
 */
public record NcsnV2Spec(int features, int imageSize, int channels) implements ScoreNetworkSpec {

  public NcsnV2Spec {
    if (features < 2) {
      throw new IllegalArgumentException("Features are at least 2, got " + features);
    }
    if (imageSize < 2 || imageSize % 2 != 0) {
      throw new IllegalArgumentException(
          "Images of %d pixels cannot be halved".formatted(imageSize));
    }
    ScoreNetworkSpec.requireImages(0, channels);
  }

  /** There is none. */
  @Override
  public double dropout() {
    return 0;
  }
}
