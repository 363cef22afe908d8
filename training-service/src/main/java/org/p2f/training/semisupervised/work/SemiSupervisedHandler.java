package org.p2f.training.semisupervised.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactDraft;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.job.JobExecution;
import org.p2f.catalog.job.JobFailure;
import org.p2f.catalog.job.JobHandler;
import org.p2f.catalog.job.StoppedByJob;
import org.p2f.catalog.storage.WholeFiles;
import org.p2f.compute.Compute;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.encode.ModelSpec;
import org.p2f.numerics.semisupervised.ClassifierSpec;
import org.p2f.numerics.semisupervised.FewLabels;
import org.p2f.numerics.semisupervised.SemiSupervisedLearning;
import org.p2f.numerics.semisupervised.SemiSupervisedLearning.Setting;
import org.p2f.numerics.tensor.NotFinite;
import org.p2f.spec.data.Factor;
import org.p2f.spec.data.Split;
import org.p2f.spec.network.EncoderSpec;
import org.p2f.spec.network.EncoderTime;
import org.p2f.spec.network.LatentKind;
import org.p2f.training.JobKinds;
import org.p2f.training.sampling.work.Inputs;
import org.p2f.training.semisupervised.Backbone;
import org.p2f.training.semisupervised.ClassifierDescription;
import org.p2f.training.semisupervised.SemiSupervisedPlan;
import org.p2f.training.semisupervised.SemiSupervisedRound;
import org.p2f.training.work.FinishedBatches;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Trains a classifier round by round; a round that is done is not done again. */
@Component
final class SemiSupervisedHandler implements JobHandler {
  private static final String STATE = "state.safetensors";

  /** Of the width of a network's last stage by the factor of its widths. */
  private static final double WIDTH_OF_ONE = 64;

  private final Inputs inputs;
  private final Compute compute;
  private final JsonMapper json;

  SemiSupervisedHandler(Inputs inputs, Compute compute, JsonMapper json) {
    this.inputs = inputs;
    this.compute = compute;
    this.json = json;
  }

  @Override
  public String kind() {
    return JobKinds.SEMI_SUPERVISED;
  }

  @Override
  public void run(JobExecution job) throws IOException {
    job.phase("preparing");
    var plan = json.treeToValue(job.plan(), SemiSupervisedPlan.class);
    var dataset = inputs.find(plan.datasetId(), ArtifactKind.DATASET);
    String modelId = plan.backbone().modelId();
    @Nullable Artifact model = modelId == null ? null : inputs.find(modelId, ArtifactKind.MODEL);
    try (var data = inputs.open(dataset);
        var learning = open(job, plan, data, model)) {
      var rounds = learn(job, plan, learning);
      record(job, plan, dataset, model, data, learning, rounds);
    } catch (StoppedByJob _) {
      // whole rounds stay in the workspace
    } catch (NotFinite e) {
      throw JobFailure.notFinite(e, "a smaller learning rate may help");
    }
  }

  private SemiSupervisedLearning open(
      JobExecution job, SemiSupervisedPlan plan, ImageDataset data, @Nullable Artifact model)
      throws IOException {
    Path state = job.workspace().resolve(STATE);
    if (model == null) {
      var setting = setting(plan, data, random(plan.backbone(), data, classes(plan, data)));
      return Files.exists(state)
          ? SemiSupervisedLearning.resume(setting, state)
          : SemiSupervisedLearning.start(setting);
    }
    var weights = Objects.requireNonNull(plan.backbone().weights());
    ModelFiles files = inputs.files(model, weights);
    var classifier =
        ClassifierSpec.of(
            ModelSpec.read(files.spec()),
            Objects.requireNonNull(plan.backbone().t()),
            classes(plan, data));
    var setting = setting(plan, data, classifier);
    if (Files.exists(state)) {
      return SemiSupervisedLearning.resume(setting, state);
    }
    try (var trained = files.openWeights(weights)) {
      return SemiSupervisedLearning.start(setting, trained);
    }
  }

  private Setting setting(SemiSupervisedPlan plan, ImageDataset data, ClassifierSpec classifier) {
    return new Setting(
        compute.engine(),
        classifier,
        plan.training(),
        data,
        new FewLabels(factor(plan, data), plan.labelsPerClass(), plan.seed()),
        plan.seed());
  }

  private static int factor(SemiSupervisedPlan plan, ImageDataset data) {
    return data.factors().stream().map(Factor::name).toList().indexOf(plan.factor());
  }

  private static int classes(SemiSupervisedPlan plan, ImageDataset data) {
    return data.factors().get(factor(plan, data)).classes();
  }

  private static ClassifierSpec random(Backbone backbone, ImageDataset data, int classes) {
    int depth = Objects.requireNonNull(backbone.depth());
    int width = Objects.requireNonNull(backbone.width());
    return ClassifierSpec.of(
        new EncoderSpec(
            depth,
            width / WIDTH_OF_ONE,
            LatentKind.DETERMINISTIC,
            data.channels(),
            EncoderTime.FIXED),
        data,
        classes);
  }

  private List<SemiSupervisedRound> learn(
      JobExecution job, SemiSupervisedPlan plan, SemiSupervisedLearning learning)
      throws IOException {
    var spec = plan.training();
    double all = spec.supervisedSteps() + 2. * spec.rounds() * spec.stepsPerRound();
    var results = new FinishedBatches(job);
    while (!learning.finished()) {
      int round = learning.done();
      job.phase(round == 0 ? "learning from labels" : "round " + round);
      var result =
          learning.next(
              steps -> {
                StoppedByJob.check(job);
                job.progress(steps / all, steps, "steps");
              });
      // the state comes last: where it is, the round's other files are
      results.write(round, json.writeValueAsBytes(Rounds.of(result)));
      if (round > 0) {
        keep(
            job,
            ClassifierDescription.PSEUDO_LABELS,
            unfinished -> Files.write(unfinished, Rounds.lines(learning.labels())));
      }
      keep(job, STATE, learning::save);
    }
    var rounds = new ArrayList<SemiSupervisedRound>();
    for (int round = 0; round < learning.done(); round++) {
      rounds.add(json.readValue(results.read(round), SemiSupervisedRound.class));
    }
    return rounds;
  }

  private static void keep(JobExecution job, String name, WholeFiles.Content content)
      throws IOException {
    Path file = job.workspace().resolve(name);
    WholeFiles.write(file, content);
    job.keep(file);
  }

  private void record(
      JobExecution job,
      SemiSupervisedPlan plan,
      Artifact dataset,
      @Nullable Artifact model,
      ImageDataset data,
      SemiSupervisedLearning learning,
      List<SemiSupervisedRound> rounds)
      throws IOException {
    ArtifactDraft draft = job.draft(ArtifactKind.CLASSIFIER); // closed by the job
    learning.exportClassifier(
        draft.file(ClassifierDescription.WEIGHTS, "application/octet-stream"));
    Files.write(draft.file(ClassifierDescription.ROUNDS, "text/csv"), Rounds.table(rounds));
    Files.copy(
        job.workspace().resolve(ClassifierDescription.PSEUDO_LABELS),
        draft.file(ClassifierDescription.PSEUDO_LABELS, "text/csv"));
    int labels = plan.labelsPerClass() * classes(plan, data);
    int images = data.indices(Split.TRAIN).length + data.indices(Split.VALIDATION).length;
    var provenance =
        json.createObjectNode()
            .put("seed", plan.seed())
            .put("dataDigest", dataset.digest())
            .put("engine", compute.engine().description());
    draft.name(plan.name()).parent(dataset.id());
    if (model != null) {
      draft.parent(model.id());
      provenance.put("modelDigest", model.digest());
    }
    job.result(
        draft
            .attributes(
                json.valueToTree(
                    new ClassifierDescription(
                        job.jobId(),
                        plan,
                        labels,
                        images - labels,
                        data.indices(Split.TEST).length,
                        rounds)))
            .provenance(provenance));
  }
}
