package org.p2f.representation.trajectory.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactDraft;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.catalog.job.Blame;
import org.p2f.catalog.job.JobExecution;
import org.p2f.catalog.job.JobFailure;
import org.p2f.catalog.job.JobHandler;
import org.p2f.catalog.storage.Links;
import org.p2f.catalog.storage.WholeFiles;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.encode.EnginePrecision;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.solver.DiffusionFeatures;
import org.p2f.numerics.tensor.NotFinite;
import org.p2f.numerics.trajectory.TrajectoriesHeader;
import org.p2f.representation.encoding.EncodingRefusal;
import org.p2f.representation.encoding.EncodingRefused;
import org.p2f.representation.encoding.work.ModelKey;
import org.p2f.representation.encoding.work.ModelLoader;
import org.p2f.representation.trajectory.ExtractionPlan;
import org.p2f.representation.trajectory.Representation;
import org.p2f.spec.network.Precision;
import org.p2f.spec.network.Weights;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The job that represents a whole data set, by codes or by activations. */
@Component
class ExtractTrajectories implements JobHandler {
  /** The file of the artifact. */
  static final String FILE = "trajectories.safetensors";

  private static final String MEDIA_TYPE = "application/octet-stream";

  private final Artifacts artifacts;
  private final ModelLoader models;
  private final Engine engine;
  private final JsonMapper json;

  ExtractTrajectories(Artifacts artifacts, ModelLoader models, Engine engine, JsonMapper json) {
    this.artifacts = artifacts;
    this.models = models;
    this.engine = engine;
    this.json = json;
  }

  @Override
  public String kind() {
    return ExtractionPlan.JOB;
  }

  @Override
  public void run(JobExecution job) throws IOException {
    var plan = json.treeToValue(job.plan(), ExtractionPlan.class);
    Artifact model = find(plan.modelId(), ArtifactKind.MODEL);
    Artifact dataset = find(plan.datasetId(), ArtifactKind.DATASET);
    Precision precision = precision(plan, job.workspace());
    Path target = job.workspace().resolve(FILE);
    job.phase("loading");
    try (ImageDataset images = ImageDataset.open(artifacts.open(dataset, RecordedDatasets.FILE));
        Representer network = representer(plan, model, precision)) {
      var terms = new ExtractionTerms(plan, precision);
      terms.requireFitting(images, network.spec());
      var rows = new ExtractionImages(images);
      TrajectoriesHeader header = terms.header(images, rows, network.width());
      if (!Files.exists(target)
          && !new Extraction(job, rows, header, terms.stored(), target)
              .run(network, engine.threads())) {
        return; // asked to stop; what is encoded stays in the workspace
      }
      job.phase("recording");
      ArtifactDraft draft = job.draft(ArtifactKind.TRAJECTORIES);
      // The workspace keeps the file: the draft goes with the attempt if it dies before the commit.
      Links.linkOrCopy(target, draft.file(FILE, MEDIA_TYPE));
      draft
          .name("%s of %s".formatted(model.name(), dataset.name()))
          .attributes(json.valueToTree(terms.card(header)))
          .provenance(provenance(job, precision))
          .parent(model.id())
          .parent(dataset.id());
      job.result(draft);
    } catch (NotFinite e) {
      throw JobFailure.notFinite(e, "another model, float32 or its raw weights may help");
    } catch (EncodingRefused e) {
      throw new JobFailure("unfit-model", Blame.INFRASTRUCTURE, e.refusal().toString(), e);
    }
  }

  private Representer representer(ExtractionPlan plan, Artifact model, Precision precision) {
    return switch (plan.representation()) {
      case Representation.Code _ ->
          Representer.of(
              models.load(new ModelKey(model.id(), plan.weights()), precision), plan.codes());
      case Representation.Activations(String layer) ->
          new Representer.OfActivations(features(model, plan.weights(), layer));
    };
  }

  private DiffusionFeatures features(Artifact model, Weights weights, String layer) {
    try {
      return DiffusionFeatures.load(
          engine,
          new ModelFiles(
              artifacts.open(model, weights.file()), artifacts.open(model, ModelFiles.SPEC)),
          weights,
          layer);
    } catch (IOException e) {
      throw new EncodingRefused(
          new EncodingRefusal.Unfit(model.id(), String.valueOf(e.getMessage())));
    }
  }

  private Artifact find(String id, ArtifactKind kind) {
    return artifacts
        .find(id, kind)
        .orElseThrow(
            () ->
                new JobFailure(
                    "unknown-" + kind.name().toLowerCase(Locale.ROOT),
                    Blame.USER,
                    "There is no %s '%s'".formatted(kind.name().toLowerCase(Locale.ROOT), id)));
  }

  /** Decided once a job: who goes on elsewhere must go on in the same precision. */
  private Precision precision(ExtractionPlan plan, Path workspace) throws IOException {
    if (plan.representation() instanceof Representation.Activations) {
      return Precision.FLOAT32; // score networks compute in no other
    }
    Path decision = workspace.resolve("precision");
    if (Files.exists(decision)) {
      return Precision.valueOf(Files.readString(decision));
    }
    Precision precision = plan.precision().resolve(EnginePrecision.fastest(engine).precision());
    WholeFiles.write(decision, draft -> Files.writeString(draft, precision.name()));
    return precision;
  }

  private ObjectNode provenance(JobExecution job, Precision precision) {
    ObjectNode provenance = json.createObjectNode();
    provenance.set("plan", job.plan());
    return provenance
        .put("engine", engine.description())
        .put("precision", precision.name().toLowerCase(Locale.ROOT));
  }
}
