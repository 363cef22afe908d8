package org.p2f.training.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller says about weights that were trained elsewhere; null leaves it to the preset.
 *
 * @param specId the upload that tells the networks; what follows {@code encoderAlone} is null then
 */
public record ModelImportWish(
    String name,
    @Nullable String alias,
    String weightsId,
    @Nullable String averagesId,
    @Nullable String specId,
    boolean encoderAlone,
    @Nullable String preset,
    @Nullable Objective objective,
    @Nullable Integer channels,
    @Nullable Integer imageSize,
    @Nullable List<Double> mean,
    @Nullable List<Double> std,
    EncoderWish encoder,
    ScoreNetworkWish scoreNetwork,
    DiffusionWish diffusion,
    LossWish loss) {

  /** Whether something is said about the networks. */
  boolean tellsNetworks() {
    return preset != null
        || objective != null
        || channels != null
        || imageSize != null
        || mean != null
        || std != null
        || !encoder.equals(EncoderWish.NONE)
        || !scoreNetwork.equals(ScoreNetworkWish.NONE)
        || !diffusion.equals(DiffusionWish.NONE)
        || !loss.equals(LossWish.NONE);
  }
}
