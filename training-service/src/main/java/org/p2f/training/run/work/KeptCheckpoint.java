package org.p2f.training.run.work;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactDraft;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.job.JobExecution;
import org.p2f.catalog.storage.Links;
import org.p2f.numerics.train.Trainer;
import org.p2f.training.run.CheckpointDescription;
import org.p2f.training.run.CheckpointDescription.Reason;
import org.p2f.training.run.TrainingPlan;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes an artifact of a run's checkpoint, so that it outlives the run's workspace.
 *
 * @param provenance how the run is made
 */
record KeptCheckpoint(
    JobExecution job,
    TrainingPlan plan,
    RunAverages averages,
    ObjectNode provenance,
    JsonMapper json) {

  /** The one of that step that was kept before, if there is one. */
  Artifact keep(Checkpoints.Saved saved, Reason reason) {
    Optional<Artifact> earlier =
        job.published().stream().filter(artifact -> holds(artifact, saved.step())).findFirst();
    if (earlier.isPresent()) {
      return earlier.get();
    }
    try (ArtifactDraft draft = job.draft(ArtifactKind.CHECKPOINT)) {
      // A link needs no room: a full disk may be why the run ends.
      Links.linkOrCopy(saved.file(), file(draft));
      averages.addUntil(saved.step(), draft);
      return job.publish(describe(draft, saved.step(), reason));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot keep " + saved.file(), e);
    }
  }

  /** Hands over the state at the end of the run as one of its results. */
  void finish(Trainer trainer) throws IOException {
    ArtifactDraft draft = job.draft(ArtifactKind.CHECKPOINT); // closed by the job
    trainer.saveCheckpoint(file(draft));
    averages.addUntil(trainer.position(), draft);
    job.result(describe(draft, trainer.position(), Reason.FINISHED));
  }

  private boolean holds(Artifact artifact, long step) {
    return artifact.kind() == ArtifactKind.CHECKPOINT
        && json.treeToValue(artifact.attributes(), CheckpointDescription.class).step() == step;
  }

  private static Path file(ArtifactDraft draft) {
    return draft.file(CheckpointDescription.FILE, "application/octet-stream");
  }

  private ArtifactDraft describe(ArtifactDraft draft, long step, Reason reason) {
    return draft
        .name("%s, step %d".formatted(plan.name(), step))
        .parent(plan.datasetId())
        .attributes(json.valueToTree(new CheckpointDescription(job.jobId(), step, reason)))
        .provenance(provenance);
  }
}
