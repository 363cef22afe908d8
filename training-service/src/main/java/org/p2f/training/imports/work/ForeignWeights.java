package org.p2f.training.imports.work;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.numerics.checkpoint.ForeignModel;
import org.p2f.numerics.data.InvalidData;
import org.p2f.numerics.data.NamedFile;
import org.p2f.numerics.encode.ModelSpec;
import org.p2f.training.imports.ModelImportPlan;
import org.p2f.training.model.ModelDescription;
import org.p2f.training.network.NetworksPlan;
import org.p2f.training.network.Objective;
import org.p2f.training.run.work.TrainingSpecs;
import org.p2f.training.sampling.work.Inputs;
import org.springframework.stereotype.Component;

/** The uploads of a model that was trained elsewhere, in the words of what reads them. */
@Component
class ForeignWeights {
  private final Inputs inputs;
  private final Artifacts artifacts;

  ForeignWeights(Inputs inputs, Artifacts artifacts) {
    this.inputs = inputs;
    this.artifacts = artifacts;
  }

  List<Artifact> uploads(ModelImportPlan plan) {
    return plan.inputs().stream().map(this::upload).toList();
  }

  /**
   * @throws InvalidData if an upload is not what it should be
   */
  ForeignModel open(ModelImportPlan plan) throws IOException {
    String averages = plan.averagesId();
    return ForeignModel.open(file(plan.weightsId()), averages == null ? null : file(averages));
  }

  private NamedFile file(String id) {
    Artifact upload = upload(id);
    return new NamedFile(upload.name(), artifacts.open(upload, Artifact.CONTENT));
  }

  private Artifact upload(String id) {
    return inputs.find(id, ArtifactKind.UPLOAD);
  }

  /**
   * What the model is to be, as it is told.
   *
   * @param model tells the steps behind it, where a checkpoint does
   * @throws InvalidData if it is told by an upload that does not
   */
  ModelSpec spec(ModelImportPlan plan, ForeignModel model) throws IOException {
    NetworksPlan networks = plan.networks();
    if (networks != null) {
      return TrainingSpecs.of(networks, model.step().orElse(0));
    }
    String spec = plan.specId();
    if (spec == null) {
      throw new IllegalStateException("The plan tells no networks");
    }
    return ForeignModel.readSpec(file(spec));
  }

  /**
   * How they fit each other.
   *
   * @throws InvalidData if there are no networks as told
   */
  static ForeignModel.Fit fit(ModelImportPlan plan, ForeignModel model, ModelSpec spec)
      throws InvalidData {
    try {
      return model.fit(spec, plan.encoderAlone());
    } catch (IllegalArgumentException e) {
      throw new InvalidData("The networks", "cannot be as they are told: " + e.getMessage());
    }
  }

  static ModelDescription describe(ModelImportPlan plan, ModelSpec spec, ForeignModel.Fit fit) {
    var images = spec.preprocessing();
    Optional<NetworksPlan> networks = Optional.ofNullable(plan.networks());
    return new ModelDescription(
        null,
        null,
        networks.map(NetworksPlan::preset).orElse(ModelDescription.UNKNOWN_PRESET),
        networks.map(NetworksPlan::objective).orElseGet(() -> Objective.of(spec.objective())),
        spec.step(),
        spec.latentSize(),
        images.channels(),
        images.height(),
        images.width(),
        fit.parameterCount(),
        fit.weights(),
        null);
  }
}
