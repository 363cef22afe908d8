package org.p2f.training.compute;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.p2f.catalog.artifact.ArtifactDraft;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.job.JobExecution;
import org.p2f.training.domain.CheckpointDescription;
import org.p2f.training.domain.CheckpointDescription.Reason;
import org.p2f.training.domain.TrainingPlan;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes an artifact of a run's checkpoint, so that it outlives the run's workspace.
 *
 * @param provenance how the run is made
 */
record KeptCheckpoint(JobExecution job, TrainingPlan plan, ObjectNode provenance, JsonMapper json) {

  /** Does nothing if an earlier attempt has done it. */
  void keep(Checkpoints.Saved saved, Reason reason) {
    if (job.published().stream().anyMatch(a -> a.kind() == ArtifactKind.CHECKPOINT)) {
      return;
    }
    try (ArtifactDraft draft = job.draft(ArtifactKind.CHECKPOINT)) {
      Path file = draft.file(CheckpointDescription.FILE, "application/octet-stream");
      Files.copy(saved.file(), file, StandardCopyOption.REPLACE_EXISTING);
      job.publish(
          draft
              .name("%s, step %d".formatted(plan.name(), saved.step()))
              .parent(plan.datasetId())
              .attributes(
                  json.valueToTree(new CheckpointDescription(job.jobId(), saved.step(), reason)))
              .provenance(provenance));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot keep " + saved.file(), e);
    }
  }
}
