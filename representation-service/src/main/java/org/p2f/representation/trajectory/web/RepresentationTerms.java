package org.p2f.representation.trajectory.web;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.p2f.representation.trajectory.Representation;

@Schema(name = "Representation", description = "What represents an image at a time")
record RepresentationTerms(
    @Schema(
            description =
                "Which school represents images: `code` is the encoder's code E(x, t) of the clean"
                    + " image, `activations` are diffusion features, what a layer of the score"
                    + " network makes of the image noised to t when it is told no code, averaged"
                    + " over pixels, in float32")
        Kind kind,
    @Schema(
            description =
                "Layer of the score network whose activations are read: `down.LEVEL.BLOCK`,"
                    + " `bottom.0`, `bottom.1` or `up.LEVEL.BLOCK`, where level 0 is the finest and"
                    + " blocks count from 0 in order of execution, one more of them on the way up."
                    + " By default the lowest level's last block on the way up. Goes with"
                    + " `activations` alone.",
            example = "up.1.1")
        @Nullable String layer) {

  @Schema(name = "RepresentationKind")
  enum Kind {
    CODE,
    ACTIVATIONS
  }

  static RepresentationTerms of(Representation representation) {
    return switch (representation) {
      case Representation.Code _ -> new RepresentationTerms(Kind.CODE, null);
      case Representation.Activations(String layer) ->
          new RepresentationTerms(Kind.ACTIVATIONS, layer);
    };
  }
}
