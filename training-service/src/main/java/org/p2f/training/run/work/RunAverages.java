package org.p2f.training.run.work;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactDraft;
import org.p2f.catalog.artifact.ArtifactFile;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.catalog.job.JobFailure;
import org.p2f.catalog.job.JobWorkspace;
import org.p2f.catalog.storage.Links;
import org.p2f.numerics.tensor.NotFinite;
import org.p2f.numerics.train.Trainer;
import org.p2f.training.model.ModelDescription.KeptAverages;
import org.p2f.training.run.TrainingPlan;
import org.p2f.training.run.TrainingPlan.AveragesPlan;

/**
 * The averages by power functions that a run keeps, in its workspace, which outlives a worker. They
 * are saved before the checkpoint that follows them; what lies behind the checkpoint from which a
 * run goes on is saved again, with the same bits.
 */
record RunAverages(JobWorkspace job, TrainingPlan plan) {

  void saveIfDue(Trainer trainer) {
    AveragesPlan averages = plan.averages();
    if (averages != null
        && (averages.isKept(trainer.position()) || trainer.position() == plan.steps())) {
      save(trainer);
    }
  }

  private void save(Trainer trainer) {
    try {
      Path file = path(trainer.position());
      trainer.saveAverages(file);
      job.keep(file);
    } catch (NotFinite e) {
      throw JobFailure.notFinite(e, "a lower learning rate may help");
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot keep the averages after step " + trainer.position(), e);
    }
  }

  /** Takes those of the run that this one goes on from. */
  void bring(Artifact checkpoint, Artifacts artifacts) throws IOException {
    for (ArtifactFile file : checkpoint.files()) {
      Path here = job.workspace().resolve(file.name());
      if (KeptAverages.stepOf(file.name()).isPresent() && Files.notExists(here)) {
        Links.linkOrCopy(artifacts.open(checkpoint, file.name()), here);
        job.keep(here);
      }
    }
  }

  /** What the model is told to hold; null if the run keeps none. */
  @Nullable KeptAverages all() {
    AveragesPlan averages = plan.averages();
    return averages == null ? null : new KeptAverages(averages.widths(), steps());
  }

  private List<Long> steps() {
    try (Stream<Path> files = Files.list(job.workspace())) {
      return files
          .flatMapToLong(file -> KeptAverages.stepOf(String.valueOf(file.getFileName())).stream())
          .sorted()
          .boxed()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + job.workspace(), e);
    }
  }

  /** Adds all to the model of the run. */
  void addAll(ArtifactDraft model) throws IOException {
    add(steps(), model);
  }

  /**
   * Adds those that a run of any length has after a step, so that one that goes on has what it
   * would have had without the stop.
   */
  void addUntil(long step, ArtifactDraft checkpoint) throws IOException {
    AveragesPlan averages = plan.averages();
    if (averages != null) {
      add(
          steps().stream()
              .filter(kept -> kept <= step && (kept < plan.steps() || averages.isKept(kept)))
              .toList(),
          checkpoint);
    }
  }

  private void add(List<Long> steps, ArtifactDraft draft) throws IOException {
    for (long step : steps) {
      Links.linkOrCopy(path(step), draft.file(KeptAverages.file(step), "application/octet-stream"));
    }
  }

  private Path path(long step) {
    return job.workspace().resolve(KeptAverages.file(step));
  }
}
