package org.p2f.kit.artifact;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** Where an artifact comes from and what was made of it. */
@Schema(description = "An artifact with all it comes from and all that was made of it")
record LineageView(
    ArtifactView artifact,
    @Schema(description = "Nearest first") List<ArtifactView> ancestors,
    @Schema(description = "Nearest first") List<ArtifactView> descendants,
    List<EdgeView> edges,
    @Schema(description = "There is more of it than is shown") boolean truncated) {

  /** One artifact was made from another. */
  @Schema(name = "LineageEdgeView")
  public record EdgeView(String parent, String child) {}
}
