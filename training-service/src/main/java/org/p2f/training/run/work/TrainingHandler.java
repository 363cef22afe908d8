package org.p2f.training.run.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactDraft;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.catalog.job.Blame;
import org.p2f.catalog.job.JobExecution;
import org.p2f.catalog.job.JobFailure;
import org.p2f.catalog.job.JobHandler;
import org.p2f.compute.Compute;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.train.CheckpointMismatch;
import org.p2f.numerics.train.Trainer;
import org.p2f.numerics.train.TrainingSpec;
import org.p2f.spec.network.Weights;
import org.p2f.training.JobKinds;
import org.p2f.training.dataset.DatasetDescription;
import org.p2f.training.model.ModelDescription;
import org.p2f.training.run.CheckpointDescription;
import org.p2f.training.run.CheckpointDescription.Reason;
import org.p2f.training.run.TrainingPlan;
import org.p2f.training.run.store.Cancellations;
import org.p2f.training.run.store.SampleGrids;
import org.p2f.training.run.store.TrainingMetrics;
import org.p2f.training.run.store.TrainingProbes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Trains a model, going on from the run's last checkpoint where there is one. */
@Component
final class TrainingHandler implements JobHandler {
  private static final Logger log = LoggerFactory.getLogger(TrainingHandler.class);

  private static final List<String> MODEL_FILES =
      List.of("weights.safetensors", "ema.safetensors", "model.json", "goldens.safetensors");

  private final Artifacts artifacts;
  private final TrainingRun.Records records;
  private final Compute compute;
  private final JsonMapper json;
  private final Clock clock;

  TrainingHandler(
      Artifacts artifacts,
      TrainingMetrics metrics,
      TrainingProbes probes,
      SampleGrids grids,
      Cancellations cancellations,
      Compute compute,
      JsonMapper json,
      Clock clock) {
    this.artifacts = artifacts;
    this.records = new TrainingRun.Records(metrics, probes, grids, cancellations);
    this.compute = compute;
    this.json = json;
    this.clock = clock;
  }

  @Override
  public String kind() {
    return JobKinds.TRAINING;
  }

  @Override
  public void run(JobExecution job) throws IOException {
    job.phase("preparing");
    var plan = json.treeToValue(job.plan(), TrainingPlan.class);
    Artifact dataset = dataset(plan.datasetId());
    TrainingSpec spec = TrainingSpecs.of(plan, images(dataset));
    Checkpoints checkpoints = checkpoints(job, plan);
    var averages = new RunAverages(job, plan);
    var kept = new KeptCheckpoint(job, plan, averages, provenance(plan, dataset), json);
    try (var images = ImageDataset.open(artifacts.open(dataset, DatasetDescription.FILE));
        var trainer = open(job, plan, spec, images, checkpoints, averages);
        var grids = new RunGrids(job, plan.samples(), trainer, images, records.grids())) {
      job.phase("training");
      if (new TrainingRun(job, plan, trainer, checkpoints, kept, grids, averages, records, clock)
          .train()) {
        job.phase("exporting");
        export(job, plan, dataset, spec, trainer, averages);
        kept.finish(trainer);
      }
    }
  }

  @Override
  public Optional<String> salvage(JobExecution job) {
    if (!Files.isDirectory(job.workspace())) {
      return Optional.empty();
    }
    var plan = json.treeToValue(job.plan(), TrainingPlan.class);
    var averages = new RunAverages(job, plan);
    var kept =
        new KeptCheckpoint(job, plan, averages, provenance(plan, dataset(plan.datasetId())), json);
    return checkpoints(job, plan)
        .latest()
        .map(
            saved ->
                "The state after step %d is kept: a new run with checkpointId '%s' goes on from it"
                    .formatted(saved.step(), kept.keep(saved, Reason.FAILED).id()));
  }

  private static Checkpoints checkpoints(JobExecution job, TrainingPlan plan) {
    return new Checkpoints(job, job.attempt(), plan.checkpoints().kept());
  }

  private Trainer open(
      JobExecution job,
      TrainingPlan plan,
      TrainingSpec spec,
      ImageDataset images,
      Checkpoints checkpoints,
      RunAverages averages)
      throws IOException {
    Optional<Checkpoints.Saved> own = checkpoints.latest();
    if (own.isPresent()) {
      log.info("Run {} goes on after step {}", job.jobId(), own.get().step());
      return Trainer.resume(compute.engine(), spec, images, own.get().file());
    }
    String kept = plan.checkpointId();
    if (kept == null) {
      return Trainer.start(compute.engine(), spec, images);
    }
    Artifact checkpoint =
        artifacts
            .find(kept, ArtifactKind.CHECKPOINT)
            .orElseThrow(() -> new IllegalStateException("Checkpoint %s is gone".formatted(kept)));
    averages.bring(checkpoint, artifacts);
    try {
      return Trainer.resume(
          compute.engine(), spec, images, artifacts.open(checkpoint, CheckpointDescription.FILE));
    } catch (CheckpointMismatch e) {
      throw new JobFailure("checkpoint-mismatch", Blame.USER, String.valueOf(e.getMessage()), e);
    }
  }

  private void export(
      JobExecution job,
      TrainingPlan plan,
      Artifact dataset,
      TrainingSpec spec,
      Trainer trainer,
      RunAverages averages)
      throws IOException {
    Path exported =
        Files.createDirectories(job.workspace().resolve("model-%d".formatted(job.attempt())));
    trainer.exportModel(exported);
    ArtifactDraft draft = job.draft(ArtifactKind.MODEL); // closed by the job
    for (String file : MODEL_FILES) {
      Files.move(exported.resolve(file), draft.file(file, mediaType(file)));
    }
    averages.addAll(draft);
    String checkpoint = plan.checkpointId();
    if (checkpoint != null) {
      draft.parent(checkpoint);
    }
    job.result(
        draft
            .name(plan.name())
            .parent(dataset.id())
            .attributes(json.valueToTree(describe(job, plan, spec, images(dataset), averages)))
            .provenance(provenance(plan, dataset)));
  }

  private static String mediaType(String file) {
    return file.endsWith(".json") ? "application/json" : "application/octet-stream";
  }

  private static ModelDescription describe(
      JobExecution job,
      TrainingPlan plan,
      TrainingSpec spec,
      DatasetDescription images,
      RunAverages averages) {
    return new ModelDescription(
        plan.datasetId(),
        job.jobId(),
        plan.preset(),
        plan.objective(),
        plan.steps(),
        spec.encoder().latentSize(),
        images.channels(),
        images.height(),
        images.width(),
        spec.parameterCount(),
        List.of(Weights.values()),
        averages.all());
  }

  private ObjectNode provenance(TrainingPlan plan, Artifact dataset) {
    ObjectNode provenance = json.createObjectNode();
    provenance.set("plan", json.valueToTree(plan));
    return provenance
        .put("seed", plan.seed())
        .put("dataDigest", dataset.digest())
        .put("engine", compute.engine().description());
  }

  private DatasetDescription images(Artifact dataset) {
    return json.treeToValue(dataset.attributes(), DatasetDescription.class);
  }

  private Artifact dataset(String id) {
    return artifacts
        .find(id, ArtifactKind.DATASET)
        .orElseThrow(() -> new IllegalStateException("Data set %s is gone".formatted(id)));
  }
}
