package org.p2f.representation.trajectory.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.catalog.job.Blame;
import org.p2f.catalog.job.JobFailure;
import org.p2f.catalog.job.JobWorkspace;
import org.p2f.catalog.storage.WholeFiles;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.encode.EnginePrecision;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.solver.DiffusionFeatures;
import org.p2f.representation.encoding.EncodingRefusal;
import org.p2f.representation.encoding.EncodingRefused;
import org.p2f.representation.encoding.work.ModelKey;
import org.p2f.representation.encoding.work.ModelLoader;
import org.p2f.representation.trajectory.ExtractionPlan;
import org.p2f.representation.trajectory.Representation;
import org.p2f.spec.network.Precision;
import org.p2f.spec.network.Weights;
import org.springframework.stereotype.Component;

/** Opens what an extraction is made of: in the worker, and in each process of an index. */
@Component
class Extractions {
  /** The file of a workspace that names the precision. */
  static final String PRECISION = "precision";

  private final Artifacts artifacts;
  private final ModelLoader models;
  private final Engine engine;

  Extractions(Artifacts artifacts, ModelLoader models, Engine engine) {
    this.artifacts = artifacts;
    this.models = models;
    this.engine = engine;
  }

  /**
   * @param workspace of the job
   * @throws JobFailure if a plan's model or data set is gone, or they do not fit
   * @throws EncodingRefused if the model is not what it was
   */
  Extraction open(ExtractionPlan plan, JobWorkspace workspace) throws IOException {
    Artifact model = find(plan.modelId(), ArtifactKind.MODEL);
    Artifact dataset = find(plan.datasetId(), ArtifactKind.DATASET);
    Precision precision = precision(plan, workspace);
    ImageDataset images = ImageDataset.open(artifacts.open(dataset, RecordedDatasets.FILE));
    try {
      Representer network = representer(plan, model, precision);
      try {
        String title = "%s of %s".formatted(model.name(), dataset.name());
        return Extraction.of(title, images, network, new ExtractionTerms(plan, precision));
      } catch (RuntimeException e) {
        network.close();
        throw e;
      }
    } catch (RuntimeException e) {
      images.close();
      throw e;
    }
  }

  /** Of the engine. */
  int threads() {
    return engine.threads();
  }

  /** The engine in words. */
  String engine() {
    return engine.description();
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

  /** Decided once a job: who goes on elsewhere must go on in the same precision. */
  private Precision precision(ExtractionPlan plan, JobWorkspace workspace) throws IOException {
    if (plan.representation() instanceof Representation.Activations) {
      return Precision.FLOAT32; // score networks compute in no other
    }
    Path decision = workspace.workspace().resolve(PRECISION);
    if (Files.exists(decision)) {
      return Precision.valueOf(Files.readString(decision));
    }
    Precision precision = plan.precision().resolve(EnginePrecision.fastest(engine).precision());
    WholeFiles.write(decision, draft -> Files.writeString(draft, precision.name()));
    workspace.keep(decision);
    return precision;
  }
}
