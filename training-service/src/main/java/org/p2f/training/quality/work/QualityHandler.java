package org.p2f.training.quality.work;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactDraft;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.catalog.job.Blame;
import org.p2f.catalog.job.JobExecution;
import org.p2f.catalog.job.JobFailure;
import org.p2f.catalog.job.JobHandler;
import org.p2f.catalog.job.StoppedByJob;
import org.p2f.compute.Compute;
import org.p2f.numerics.quality.FeatureNetwork;
import org.p2f.numerics.quality.Features;
import org.p2f.numerics.quality.SampleQuality;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.numerics.solver.SolverProgress;
import org.p2f.numerics.statistics.Sample;
import org.p2f.numerics.tensor.NotFinite;
import org.p2f.numerics.tensor.SafetensorsFile;
import org.p2f.training.JobKinds;
import org.p2f.training.quality.QualityDescription;
import org.p2f.training.quality.QualityPlan;
import org.p2f.training.sampling.SamplesDescription;
import org.p2f.training.sampling.work.Inputs;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Compares samples with real images, whose features are kept for the next comparison. */
@Component
final class QualityHandler implements JobHandler {
  private final Inputs inputs;
  private final Artifacts artifacts;
  private final ConfiguredFeatureNetwork configured;
  private final Compute compute;
  private final JsonMapper json;

  QualityHandler(
      Inputs inputs,
      Artifacts artifacts,
      ConfiguredFeatureNetwork configured,
      Compute compute,
      JsonMapper json) {
    this.inputs = inputs;
    this.artifacts = artifacts;
    this.configured = configured;
    this.compute = compute;
    this.json = json;
  }

  @Override
  public String kind() {
    return JobKinds.QUALITY;
  }

  @Override
  public void run(JobExecution job) throws IOException {
    job.phase("preparing");
    var plan = json.treeToValue(job.plan(), QualityPlan.class);
    var samples = inputs.find(plan.samplesId(), ArtifactKind.SAMPLES);
    var dataset = inputs.find(plan.datasetId(), ArtifactKind.DATASET);
    try (var network = network(plan)) {
      job.phase("describing real images");
      var reference = reference(job, plan, dataset, network);
      job.phase("describing samples");
      var described = describe(job, samples, network);
      job.phase("comparing");
      record(job, plan, samples, dataset, reference, described);
    } catch (StoppedByJob _) {
      // what was kept is kept
    } catch (NotFinite e) {
      throw JobFailure.notFinite(e, "more samples or another feature network may help");
    } catch (IllegalArgumentException e) {
      throw new JobFailure(
          "unfit-feature-network", Blame.INFRASTRUCTURE, String.valueOf(e.getMessage()), e);
    }
  }

  private FeatureNetwork network(QualityPlan plan) {
    Path file =
        configured
            .file()
            .filter(f -> configured.sha256().equals(Optional.of(plan.featureNetwork())))
            .orElseThrow(
                () ->
                    new JobFailure(
                        "feature-network-replaced",
                        Blame.INFRASTRUCTURE,
                        "The feature network with SHA-256 %s is no longer the one that is set"
                            .formatted(plan.featureNetwork())));
    try {
      return FeatureNetwork.load(compute.engine(), file);
    } catch (IOException e) {
      throw new JobFailure(
          "unfit-feature-network", Blame.INFRASTRUCTURE, String.valueOf(e.getMessage()), e);
    }
  }

  private static SolverProgress progress(JobExecution job, int images) {
    return fraction -> {
      StoppedByJob.check(job);
      job.progress(fraction, Math.round(fraction * images), "images");
    };
  }

  private Features reference(
      JobExecution job, QualityPlan plan, Artifact dataset, FeatureNetwork network)
      throws IOException {
    var wanted =
        json.valueToTree(
            new FeaturesDescription(dataset.id(), plan.split(), plan.n(), plan.featureNetwork()));
    var kept =
        artifacts.children(dataset.id()).stream()
            .filter(a -> a.kind() == ArtifactKind.FEATURES && a.attributes().equals(wanted))
            .findFirst();
    if (kept.isPresent()) {
      return Features.read(artifacts.open(kept.get(), FeaturesDescription.FILE));
    }
    try (var data = inputs.open(dataset)) {
      var images = Inputs.chosen(data, null, plan.split(), plan.n());
      var features =
          network.features(
              (from, to) -> Inputs.pixels(data, images.subList(from, to)),
              images.size(),
              data.channels(),
              data.height(),
              data.width(),
              progress(job, images.size()));
      ArtifactDraft draft = job.draft(ArtifactKind.FEATURES);
      features.write(draft.file(FeaturesDescription.FILE, "application/octet-stream"));
      job.publish(
          draft
              .name("features of " + dataset.name())
              .parent(dataset.id())
              .attributes(wanted)
              .provenance(json.createObjectNode().put("engine", compute.engine().description())));
      return features;
    }
  }

  private Features describe(JobExecution job, Artifact samples, FeatureNetwork network)
      throws IOException {
    var description = json.treeToValue(samples.attributes(), SamplesDescription.class);
    long size =
        (long) description.channels() * description.height() * description.width() * Float.BYTES;
    try (var file = SafetensorsFile.open(artifacts.open(samples, SamplesDescription.SAMPLES))) {
      var all = file.data("samples");
      return network.features(
          (from, to) -> {
            var images = new ArrayList<float[]>();
            for (int i = from; i < to; i++) {
              images.add(
                  all.asSlice(i * size, size)
                      .toArray(
                          ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN)));
            }
            return images;
          },
          description.n(),
          description.channels(),
          description.height(),
          description.width(),
          progress(job, description.n()));
    }
  }

  private void record(
      JobExecution job,
      QualityPlan plan,
      Artifact samples,
      Artifact dataset,
      Features reference,
      Features described)
      throws IOException {
    QualityDescription found = compare(job, plan, reference, described);
    ArtifactDraft draft = job.draft(ArtifactKind.QUALITY); // closed by the job
    Files.writeString(
        draft.file(QualityDescription.FILE, "application/json"), json.writeValueAsString(found));
    job.result(
        draft
            .name(plan.name())
            .parent(samples.id())
            .parent(dataset.id())
            .attributes(json.valueToTree(found))
            .provenance(
                json.createObjectNode()
                    .put("seed", plan.seed())
                    .put("dataDigest", dataset.digest())
                    .put("engine", compute.engine().description())));
  }

  private QualityDescription compare(
      JobExecution job, QualityPlan plan, Features reference, Features described) {
    try (var quality = new SampleQuality(compute.engine())) {
      var kernel =
          quality.kernelDistances(
              described,
              reference,
              plan.subsets(),
              plan.subsetSize(),
              new RandomStreams(plan.seed()));
      @Nullable Sample inception =
          described.classes() < 2 ? null : quality.inceptionScores(described);
      double frechet = quality.frechetDistance(described, reference);
      if (!(Double.isFinite(frechet)
          && Double.isFinite(kernel.mean())
          && (inception == null || Double.isFinite(inception.mean())))) {
        throw new NotFinite("The distances of these features are not finite");
      }
      return new QualityDescription(
          job.jobId(),
          plan,
          described.size(),
          reference.size(),
          described.width(),
          frechet,
          kernel.mean(),
          spread(kernel),
          inception == null ? null : inception.mean(),
          inception == null ? null : spread(inception));
    }
  }

  private static @Nullable Double spread(Sample sample) {
    return sample.size() < 2 ? null : sample.standardDeviation();
  }
}
