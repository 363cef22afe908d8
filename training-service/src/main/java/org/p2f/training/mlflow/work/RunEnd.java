package org.p2f.training.mlflow.work;

import static org.p2f.training.mlflow.work.HeldRun.object;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.catalog.job.Job;
import org.p2f.catalog.job.JobState;
import org.p2f.spec.network.Weights;
import org.p2f.training.model.ModelExports;
import org.p2f.training.model.ModelNetworks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Tells MLflow how a run ended: the encoder, why it failed, the state. */
@Component
final class RunEnd {
  private static final Logger log = LoggerFactory.getLogger(RunEnd.class);

  private final Artifacts artifacts;
  private final List<ModelExports> exports;

  RunEnd(Artifacts artifacts, List<ModelExports> exports) {
    this.artifacts = artifacts;
    this.exports = exports;
  }

  /** The state comes last: a run that is finished in MLflow has everything. */
  void tell(HeldRun held, Job job, RunStart.Begun run) {
    Optional<Artifact> model =
        artifacts.ofJob(job.id()).stream()
            .filter(made -> made.kind() == ArtifactKind.MODEL)
            .findFirst();
    String place = run.artifacts();
    if (place != null) {
      model.ifPresent(made -> putEncoder(held, made, place + "/encoder/"));
    }
    var tags = new LinkedHashMap<String, String>();
    model.ifPresent(made -> tags.put("p2f.model", made.id()));
    Job.Failure failure = job.failure();
    if (failure != null) {
      tags.put("p2f.failure", failure.detail());
    }
    if (!tags.isEmpty()) {
      ObjectNode batch = object().put("run_id", run.id());
      RunStart.pairs(batch.putArray("tags"), tags.entrySet());
      held.post("runs/log-batch", batch);
    }
    held.post(
        "runs/update",
        object()
            .put("run_id", run.id())
            .put("status", status(job.state()))
            .put("end_time", Objects.requireNonNull(job.finishedAt()).toEpochMilli()));
  }

  private static String status(JobState state) {
    return switch (state) {
      case SUCCEEDED -> "FINISHED";
      case FAILED -> "FAILED";
      case CANCELLED -> "KILLED";
      case QUEUED, RUNNING, CANCELLING -> throw new IllegalArgumentException(state + " is no end");
    };
  }

  /** The two files of a folder of reference models. */
  private void putEncoder(HeldRun held, Artifact model, String place) {
    Path spec = artifacts.open(model, ModelNetworks.FILE);
    try {
      Path file = Files.createTempFile("p2f-mlflow", ModelExports.Format.ENCODER.fileName());
      try {
        Path weights = artifacts.open(model, Weights.RAW.file());
        ModelExports.of(ModelExports.Format.ENCODER, exports)
            .write(
                ModelExports.Format.ENCODER,
                new ModelExports.Source(model.id(), Weights.RAW, weights, spec, null),
                file);
        held.put(place + ModelExports.Format.ENCODER.fileName(), file, Files.size(file));
        held.put(place + ModelNetworks.FILE, Files.readAllBytes(spec));
      } catch (ArithmeticException e) {
        log.info("MLflow gets no encoder of {}: {}", model.id(), e.getMessage());
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
