package org.p2f.training.likelihood.work;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactDraft;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.job.Blame;
import org.p2f.catalog.job.JobExecution;
import org.p2f.catalog.job.JobFailure;
import org.p2f.catalog.job.JobHandler;
import org.p2f.catalog.job.StoppedByJob;
import org.p2f.compute.Compute;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.numerics.solver.ModelLikelihood;
import org.p2f.numerics.statistics.Interval;
import org.p2f.numerics.statistics.Sample;
import org.p2f.numerics.tensor.NotFinite;
import org.p2f.spec.sampling.Probe;
import org.p2f.spec.sampling.Tolerance;
import org.p2f.training.JobKinds;
import org.p2f.training.likelihood.LikelihoodDescription;
import org.p2f.training.likelihood.LikelihoodPlan;
import org.p2f.training.sampling.work.Inputs;
import org.p2f.training.work.FinishedBatches;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Computes bits per dimension, batch by batch; a batch that is there is not computed again. */
@Component
final class LikelihoodHandler implements JobHandler {
  private final Inputs inputs;
  private final Compute compute;
  private final JsonMapper json;

  LikelihoodHandler(Inputs inputs, Compute compute, JsonMapper json) {
    this.inputs = inputs;
    this.compute = compute;
    this.json = json;
  }

  @Override
  public String kind() {
    return JobKinds.LIKELIHOOD;
  }

  @Override
  public void run(JobExecution job) throws IOException {
    job.phase("preparing");
    var plan = json.treeToValue(job.plan(), LikelihoodPlan.class);
    var model = inputs.find(plan.modelId(), ArtifactKind.MODEL);
    var dataset = inputs.find(plan.datasetId(), ArtifactKind.DATASET);
    var batches = new FinishedBatches(job);
    try (var data = inputs.open(dataset);
        var likelihood =
            ModelLikelihood.load(
                compute.engine(),
                inputs.files(model, plan.weights()),
                plan.weights(),
                plan.code() == LikelihoodPlan.Code.OF_IMAGE,
                new Tolerance(plan.relativeTolerance(), plan.absoluteTolerance()))) {
      job.phase("integrating");
      var images = Inputs.chosen(data, null, plan.split(), plan.n());
      var bits = compute(job, plan, data, images, likelihood, batches);
      record(job, plan, model, dataset, images, bits);
    } catch (StoppedByJob _) {
      // whole batches stay in the workspace
    } catch (NotFinite e) {
      throw JobFailure.notFinite(e, "a trained model or a smaller tolerance may help");
    } catch (ArithmeticException e) {
      throw new JobFailure("not-solvable", Blame.USER, String.valueOf(e.getMessage()), e);
    }
  }

  private static List<Double> compute(
      JobExecution job,
      LikelihoodPlan plan,
      ImageDataset data,
      List<Integer> images,
      ModelLikelihood likelihood,
      FinishedBatches batches)
      throws IOException {
    var streams = new RandomStreams(plan.seed());
    var probe =
        switch (plan.probe()) {
          case RADEMACHER -> Probe.RADEMACHER;
          case GAUSSIAN -> Probe.GAUSSIAN;
        };
    var all = new ArrayList<Double>();
    for (int batch = 0; batch * plan.batchSize() < images.size(); batch++) {
      int first = batch * plan.batchSize();
      int count = Math.min(plan.batchSize(), images.size() - first);
      if (batches.find(batch).isEmpty()) {
        var pixels = Inputs.pixels(data, images.subList(first, first + count));
        double[] bits =
            likelihood.bitsPerDimension(
                first,
                pixels,
                probe,
                plan.probes(),
                streams,
                fraction -> {
                  StoppedByJob.check(job);
                  double done = first + fraction * count;
                  job.progress(done / images.size(), Math.round(done), "images");
                });
        var buffer = ByteBuffer.allocate(bits.length * Double.BYTES);
        buffer.asDoubleBuffer().put(bits);
        batches.write(batch, buffer.array());
      }
      var read = ByteBuffer.wrap(batches.read(batch)).asDoubleBuffer();
      while (read.hasRemaining()) {
        all.add(read.get());
      }
    }
    return all;
  }

  private void record(
      JobExecution job,
      LikelihoodPlan plan,
      Artifact model,
      Artifact dataset,
      List<Integer> images,
      List<Double> bits)
      throws IOException {
    ArtifactDraft draft = job.draft(ArtifactKind.LIKELIHOODS); // closed by the job
    var lines = new ArrayList<String>();
    lines.add("image,bits_per_dimension");
    for (int i = 0; i < bits.size(); i++) {
      lines.add("%d,%s".formatted(images.get(i), bits.get(i)));
    }
    Files.write(draft.file(LikelihoodDescription.BITS, "text/csv"), lines);
    var sample = new Sample(bits);
    @Nullable Interval interval = sample.size() < 2 ? null : sample.studentInterval();
    job.result(
        draft
            .name(plan.name())
            .parent(model.id())
            .parent(dataset.id())
            .attributes(
                json.valueToTree(
                    new LikelihoodDescription(
                        model.id(),
                        dataset.id(),
                        job.jobId(),
                        plan,
                        bits.size(),
                        sample.mean(),
                        interval == null ? null : interval.low(),
                        interval == null ? null : interval.high())))
            .provenance(
                json.createObjectNode()
                    .put("seed", plan.seed())
                    .put("modelDigest", model.digest())
                    .put("dataDigest", dataset.digest())
                    .put("engine", compute.engine().description())));
  }
}
