package org.p2f.spec.network;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;

/** Shape of a score network. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = NcsnPlusPlusSpec.class, name = "ncsn-plus-plus"),
  @JsonSubTypes.Type(value = DdpmSpec.class, name = "ddpm"),
  @JsonSubTypes.Type(value = NcsnV2Spec.class, name = "ncsn-v2")
})
public sealed interface ScoreNetworkSpec permits NcsnPlusPlusSpec, DdpmSpec, NcsnV2Spec {

  /** Height and width of the images in pixels. */
  int imageSize();

  /** Channels of the images. */
  int channels();

  /** Probability in training. */
  double dropout();

  /** Whether a decoder goes with it. */
  default boolean decodes() {
    return switch (this) {
      case NcsnPlusPlusSpec _, DdpmSpec _ -> true;
      case NcsnV2Spec _ -> false;
    };
  }

  /** What its activations can be read at, in order of execution; nothing of NCSNv2. */
  default List<UNetLayer> layers() {
    return switch (this) {
      case NcsnPlusPlusSpec s -> s.shape().layers();
      case DdpmSpec s -> s.shape().layers();
      case NcsnV2Spec _ -> List.of();
    };
  }

  /** The layer that is read unless another is named; empty where there is none. */
  default Optional<UNetLayer> featureLayer() {
    return switch (this) {
      case NcsnPlusPlusSpec s -> Optional.of(s.shape().featureLayer());
      case DdpmSpec s -> Optional.of(s.shape().featureLayer());
      case NcsnV2Spec _ -> Optional.empty();
    };
  }

  /** The published small NCSN++: three levels for images of 64 and 84 pixels, else four. */
  static NcsnPlusPlusSpec small(int imageSize, int channels) {
    var multipliers = imageSize >= 64 ? List.of(1, 2, 2) : List.of(1, 2, 2, 2);
    return new NcsnPlusPlusSpec(
        16, multipliers, 2, List.of(16), .1, imageSize, channels, UNetOptions.published());
  }

  /** What is asked of every network. */
  static void requireImages(double dropout, int channels) {
    if (!(0 <= dropout && dropout < 1)) {
      throw new IllegalArgumentException("Dropout lies in [0, 1), got " + dropout);
    }
    if (channels < 1) {
      throw new IllegalArgumentException("Images have at least 1 channel, got " + channels);
    }
  }
}
