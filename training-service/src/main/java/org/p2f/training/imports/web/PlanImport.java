package org.p2f.training.imports.web;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.plan.InvalidPlan;
import org.p2f.kit.plan.Violations;
import org.p2f.spec.data.ImageSource;
import org.p2f.spec.data.PixelScaling;
import org.p2f.spec.network.Precision;
import org.p2f.spec.objective.Preconditioning;
import org.p2f.training.dataset.DatasetDescription;
import org.p2f.training.dataset.DatasetDescription.Report;
import org.p2f.training.dataset.DatasetDescription.Splits;
import org.p2f.training.imports.ModelImportPlan;
import org.p2f.training.network.NetworksPlan;
import org.p2f.training.network.Objective;
import org.p2f.training.run.Preset;
import org.p2f.training.run.TrainingPlan;
import org.p2f.training.run.TrainingRunRequest;

/** Turns a request for a model that was trained elsewhere into a plan. */
final class PlanImport {
  private static final int PUBLISHED_CHANNELS = 3;

  /** The smallest batch: nothing is trained. */
  private static final int NO_BATCH = 2;

  private PlanImport() {}

  /**
   * @param violations found so far
   * @throws InvalidPlan with everything that is wrong
   */
  public static ModelImportPlan resolve(ModelImportRequest request, Violations violations) {
    violations.requireName(request.name(), Violations.LONGEST_NAME);
    violations.require(
        request.averagesId() == null || !request.averagesId().equals(request.weightsId()),
        "averagesId",
        "is the upload of weightsId");
    @Nullable NetworksPlan networks = null;
    if (request.specId() == null) {
      networks = networks(request, violations);
    } else {
      violations.require(
          !request.tellsNetworks(),
          "specId",
          "tells the networks: preset, objective and what describes them must be left out");
    }
    violations.refuse();
    return new ModelImportPlan(
        request.name(),
        request.alias(),
        request.weightsId(),
        request.averagesId(),
        request.specId(),
        Boolean.TRUE.equals(request.encoderAlone()),
        networks);
  }

  private static @Nullable NetworksPlan networks(
      ModelImportRequest request, Violations violations) {
    String name = request.preset();
    Objective objective = request.objective();
    String needed = "must be given, or specId";
    violations
        .require(name != null, "preset", needed)
        .require(objective != null, "objective", needed);
    if (name == null || objective == null) {
      return null;
    }
    Optional<Preset> preset = Preset.find(name);
    violations.require(preset.isPresent(), "preset", "must be one of: " + Preset.names());
    int channels = Objects.requireNonNullElse(request.channels(), PUBLISHED_CHANNELS);
    Integer size =
        request.imageSize() == null
            ? preset.map(Preset::imageSize).orElse(null)
            : request.imageSize();
    violations.require(
        preset.isEmpty() || size != null, "imageSize", "must be given, " + ofNoDataset(name));
    PublishedPixels pixels = pixels(request, name, channels, violations);
    if (preset.isEmpty() || size == null || pixels == null) {
      return null;
    }
    return networks(request, objective, name, channels, size, pixels, violations);
  }

  private static String ofNoDataset(String preset) {
    return "for the preset %s is of no one data set".formatted(preset);
  }

  private static @Nullable PublishedPixels pixels(
      ModelImportRequest request, String preset, int channels, Violations violations) {
    List<Double> mean = request.mean();
    List<Double> std = request.std();
    if (mean == null && std == null) {
      Optional<PublishedPixels> published = PublishedPixels.of(preset);
      violations.require(
          published.isPresent() || Preset.find(preset).isEmpty(),
          "mean",
          "must be given with std, " + ofNoDataset(preset));
      violations.require(
          published.isEmpty() || channels == PUBLISHED_CHANNELS,
          "channels",
          "the published images have %d; give mean and std with others"
              .formatted(PUBLISHED_CHANNELS));
      return published.orElse(null);
    }
    violations
        .require(mean != null, "mean", "must be given with std")
        .require(std != null, "std", "must be given with mean")
        .require(mean == null || mean.size() == channels, "mean", "must have one per channel")
        .require(std == null || std.size() == channels, "std", "must have one per channel");
    return mean == null || std == null ? null : new PublishedPixels(mean, std);
  }

  private static NetworksPlan networks(
      ModelImportRequest request,
      Objective objective,
      String preset,
      int channels,
      int size,
      PublishedPixels pixels,
      Violations violations) {
    boolean asTheyAre =
        pixels.mean().equals(Collections.nCopies(channels, 0.))
            && pixels.std().equals(Collections.nCopies(channels, 1.));
    TrainingPlan plan =
        TrainingRunRequest.ofNetworks(
                preset,
                objective,
                NO_BATCH,
                asTheyAre ? PixelScaling.UNIT : PixelScaling.STANDARDISED,
                request.encoder(),
                request.scoreNetwork(),
                request.diffusion(),
                request.loss())
            .plan(
                Optional.of(
                    new TrainingRunRequest.Setting(
                        "imageSize",
                        request.name(),
                        images(channels, size, pixels),
                        Precision.FLOAT32)),
                violations);
    violations
        .require(
            !asTheyAre || plan.loss().preconditioning() != Preconditioning.EDM,
            "loss.preconditioning",
            "edm has to know the pixels' deviation, which specId tells; or give mean and std")
        .refuse();
    return new NetworksPlan(
        preset,
        objective,
        channels,
        size,
        pixels.mean(),
        pixels.std(),
        plan.encoder(),
        plan.scoreNetwork(),
        plan.diffusion(),
        plan.penalty(),
        plan.loss());
  }

  /** Images of which nothing is known but what networks see of them. */
  private static DatasetDescription images(int channels, int size, PublishedPixels pixels) {
    return new DatasetDescription(
        ImageSource.NPY,
        NO_BATCH,
        channels,
        size,
        size,
        List.of(),
        new Splits(NO_BATCH, 0, 0),
        pixels.mean(),
        pixels.std(),
        new Report(0, 0, 0, List.of()));
  }
}
