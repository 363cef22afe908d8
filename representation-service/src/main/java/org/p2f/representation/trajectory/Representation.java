package org.p2f.representation.trajectory;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What represents an image at a time. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Representation.Code.class, name = "code"),
  @JsonSubTypes.Type(value = Representation.Activations.class, name = "activations")
})
public sealed interface Representation {

  /** The encoder's code E(x, t) of the clean image. */
  record Code() implements Representation {}

  /**
   * Diffusion features: what a layer of the score network makes of the image noised to t, when it
   * is told no code, averaged over pixels (Xiang et al., arXiv:2303.09769). The noise is decided by
   * split, image and time alone.
   *
   * @param layer one of the network's, by its name
   */
  record Activations(String layer) implements Representation {
    public Activations {
      if (layer.isBlank()) {
        throw new IllegalArgumentException("A layer has a name");
      }
    }
  }
}
