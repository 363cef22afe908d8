package org.p2f.training.imports.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.access.Caller;
import org.p2f.catalog.access.Callers;
import org.p2f.catalog.access.ReadOnlyProject;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactAliases;
import org.p2f.catalog.artifact.ArtifactDraft;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.job.Blame;
import org.p2f.catalog.job.JobExecution;
import org.p2f.catalog.job.JobFailure;
import org.p2f.catalog.job.JobHandler;
import org.p2f.compute.Compute;
import org.p2f.numerics.checkpoint.ForeignModel;
import org.p2f.numerics.data.InvalidData;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.encode.ModelSpec;
import org.p2f.spec.network.Weights;
import org.p2f.training.JobKinds;
import org.p2f.training.imports.ModelImportPlan;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Makes a model of weights that were trained elsewhere. */
@Component
final class ModelImportHandler implements JobHandler {
  private final ForeignWeights weights;
  private final ArtifactAliases aliases;
  private final Compute compute;
  private final JsonMapper json;

  ModelImportHandler(
      ForeignWeights weights, ArtifactAliases aliases, Compute compute, JsonMapper json) {
    this.weights = weights;
    this.aliases = aliases;
    this.compute = compute;
    this.json = json;
  }

  @Override
  public String kind() {
    return JobKinds.MODEL_IMPORT;
  }

  @Override
  public boolean brief() {
    return true;
  }

  @Override
  public void run(JobExecution job) throws IOException {
    var plan = json.treeToValue(job.plan(), ModelImportPlan.class);
    List<Artifact> earlier = job.published(); // by an attempt that ended before its job did
    Artifact model = earlier.isEmpty() ? imported(job, plan) : earlier.getFirst();
    String alias = plan.alias();
    if (alias != null) {
      name(model, alias);
    }
  }

  /** In its owner's name, who may not take an alias of everybody's. */
  private void name(Artifact model, String alias) {
    var owner = new Caller(model.owner(), model.project(), Set.of(model.project()), false);
    try {
      Callers.<@Nullable Void, RuntimeException>as(
          owner,
          () -> {
            aliases.set(model, alias);
            return null;
          });
    } catch (ReadOnlyProject taken) {
      throw new JobFailure(
          "not-your-project",
          Blame.USER,
          "%s was made, but the alias %s stands for a model that is everybody's"
              .formatted(model.id(), alias),
          taken);
    }
  }

  private Artifact imported(JobExecution job, ModelImportPlan plan) throws IOException {
    job.phase("reading");
    Path directory =
        Files.createDirectories(job.workspace().resolve("model-%d".formatted(job.attempt())));
    try (ForeignModel model = weights.open(plan)) {
      ModelSpec spec = weights.spec(plan, model);
      ForeignModel.Fit fit = ForeignWeights.fit(plan, model, spec);
      model.write(compute.engine(), spec, plan.encoderAlone(), directory);
      job.phase("recording");
      return job.publish(draft(job, plan, spec, fit, model, directory));
    } catch (InvalidData invalid) {
      throw new JobFailure(
          "invalid-data", Blame.USER, String.valueOf(invalid.getMessage()), invalid);
    }
  }

  private ArtifactDraft draft(
      JobExecution job,
      ModelImportPlan plan,
      ModelSpec spec,
      ForeignModel.Fit fit,
      ForeignModel model,
      Path directory)
      throws IOException {
    ArtifactDraft draft = job.draft(ArtifactKind.MODEL); // closed by the job
    for (Weights kind : fit.weights()) {
      move(directory, kind.file(), draft, "application/octet-stream");
    }
    move(directory, ModelFiles.GOLDENS, draft, "application/octet-stream");
    move(directory, ModelFiles.SPEC, draft, "application/json");
    List<Artifact> uploads = weights.uploads(plan);
    uploads.forEach(upload -> draft.parent(upload.id()));
    return draft
        .name(plan.name())
        .attributes(json.valueToTree(ForeignWeights.describe(plan, spec, fit)))
        .provenance(provenance(plan, uploads, fit, model));
  }

  private static void move(Path directory, String file, ArtifactDraft draft, String mediaType)
      throws IOException {
    Files.move(directory.resolve(file), draft.file(file, mediaType));
  }

  private ObjectNode provenance(
      ModelImportPlan plan, List<Artifact> uploads, ForeignModel.Fit fit, ForeignModel model) {
    ObjectNode provenance = json.createObjectNode();
    ObjectNode imported = provenance.putObject("imported");
    var files = imported.putArray("files");
    for (Artifact upload : uploads) {
      files.addObject().put("name", upload.name()).put("digest", upload.digest());
    }
    var leftOut = imported.putArray("leftOut");
    fit.leftOut().forEach(tensor -> leftOut.add(tensor.name()));
    var unread = imported.putArray("unread");
    model.unread().forEach(unread::add);
    provenance.set("plan", json.valueToTree(plan));
    return provenance.put("engine", compute.engine().description());
  }
}
