package org.p2f.training.imports;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.p2f.training.network.NetworksPlan;

/**
 * How weights that were trained elsewhere become a model.
 *
 * @param alias the model's name until it is moved; null for none
 * @param weightsId the upload with the weights
 * @param averagesId the upload with averaged weights; null if there are none, or they are among the
 *     others
 * @param specId the upload that tells the networks, a {@code model.json}; null if {@code networks}
 *     does
 * @param encoderAlone whether nothing but the encoder is taken
 * @param networks null if {@code specId} tells them
 */
public record ModelImportPlan(
    String name,
    @Nullable String alias,
    String weightsId,
    @Nullable String averagesId,
    @Nullable String specId,
    boolean encoderAlone,
    @Nullable NetworksPlan networks) {

  /** The uploads it needs. */
  public List<String> inputs() {
    return Stream.of(weightsId, averagesId, specId).filter(Objects::nonNull).distinct().toList();
  }
}
