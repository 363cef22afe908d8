package org.p2f.training.run.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.training.run.CheckpointDescription;

/** A kept checkpoint as the API shows it. */
@Schema(description = "What a run left behind that another can go on from")
record TrainingCheckpointView(
    @Schema(description = "Of the artifact; checkpointId of a new run") String id,
    @Schema(description = "Number of steps behind it") long step,
    @Schema(description = "Why it was kept") CheckpointDescription.Reason reason,
    long bytes,
    Instant createdAt) {

  static TrainingCheckpointView of(Artifact artifact, CheckpointDescription description) {
    return new TrainingCheckpointView(
        artifact.id(),
        description.step(),
        description.reason(),
        artifact.bytes(),
        artifact.createdAt());
  }
}
