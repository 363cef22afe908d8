package org.p2f.training.model.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactDraft;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.catalog.job.JobExecution;
import org.p2f.catalog.job.JobFailure;
import org.p2f.catalog.job.JobHandler;
import org.p2f.compute.Compute;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.tensor.NotFinite;
import org.p2f.numerics.train.PostHocModel;
import org.p2f.spec.network.Weights;
import org.p2f.spec.optimizer.PostHocAverage;
import org.p2f.spec.optimizer.PowerProfile;
import org.p2f.training.JobKinds;
import org.p2f.training.model.ModelAveragePlan;
import org.p2f.training.model.ModelDescription;
import org.p2f.training.model.ModelDescription.KeptAverages;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Makes a model of another average over the training of one. */
@Component
final class ModelAverageHandler implements JobHandler {
  private final Artifacts artifacts;
  private final Compute compute;
  private final JsonMapper json;

  ModelAverageHandler(Artifacts artifacts, Compute compute, JsonMapper json) {
    this.artifacts = artifacts;
    this.compute = compute;
    this.json = json;
  }

  @Override
  public String kind() {
    return JobKinds.MODEL_AVERAGE;
  }

  @Override
  public boolean brief() {
    return true;
  }

  @Override
  public void run(JobExecution job) throws IOException {
    job.phase("averaging");
    var plan = json.treeToValue(job.plan(), ModelAveragePlan.class);
    Artifact model =
        artifacts
            .find(plan.modelId(), ArtifactKind.MODEL)
            .orElseThrow(
                () -> new IllegalStateException("Model %s is gone".formatted(plan.modelId())));
    var source = json.treeToValue(model.attributes(), ModelDescription.class);
    KeptAverages kept = source.averages();
    if (kept == null) {
      throw new IllegalStateException("Model %s has no averages".formatted(plan.modelId()));
    }
    var wanted = new PowerProfile(source.step(), plan.width());
    Path directory =
        Files.createDirectories(job.workspace().resolve("model-%d".formatted(job.attempt())));
    try {
      new PostHocModel(files(model), files(model, kept)).write(compute.engine(), wanted, directory);
    } catch (NotFinite e) {
      throw JobFailure.notFinite(e, "another width may help");
    }
    ArtifactDraft draft = job.draft(ArtifactKind.MODEL); // closed by the job
    move(directory, Weights.RAW.file(), draft, "application/octet-stream");
    move(directory, ModelFiles.GOLDENS, draft, "application/octet-stream");
    move(directory, ModelFiles.SPEC, draft, "application/json");
    job.result(
        draft
            .name(plan.name())
            .parent(model.id())
            .attributes(json.valueToTree(source.ofAverage()))
            .provenance(
                provenance(plan, model, PostHocAverage.of(kept.profiles(), wanted).error())));
  }

  private ModelFiles files(Artifact model) {
    return new ModelFiles(
        artifacts.open(model, Weights.RAW.file()), artifacts.open(model, ModelFiles.SPEC));
  }

  private List<Path> files(Artifact model, KeptAverages kept) {
    return kept.steps().stream()
        .map(step -> artifacts.open(model, KeptAverages.file(step)))
        .toList();
  }

  private static void move(Path directory, String file, ArtifactDraft draft, String mediaType)
      throws IOException {
    Files.move(directory.resolve(file), draft.file(file, mediaType));
  }

  private ObjectNode provenance(ModelAveragePlan plan, Artifact model, double error) {
    ObjectNode provenance = json.createObjectNode();
    provenance.set("plan", json.valueToTree(plan));
    return provenance
        .put("modelDigest", model.digest())
        .put("profileError", error)
        .put("engine", compute.engine().description());
  }
}
