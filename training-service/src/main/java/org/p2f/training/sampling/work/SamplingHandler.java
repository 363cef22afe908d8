package org.p2f.training.sampling.work;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactDraft;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.job.Blame;
import org.p2f.catalog.job.JobExecution;
import org.p2f.catalog.job.JobFailure;
import org.p2f.catalog.job.JobHandler;
import org.p2f.catalog.job.StoppedByJob;
import org.p2f.compute.Compute;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.numerics.solver.ModelSampler;
import org.p2f.numerics.solver.SampleSource;
import org.p2f.numerics.tensor.NotFinite;
import org.p2f.training.JobKinds;
import org.p2f.training.sampling.SamplesDescription;
import org.p2f.training.sampling.SamplingPlan;
import org.p2f.training.work.FinishedBatches;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Makes samples, batch by batch; a batch that is there is not made again. */
@Component
final class SamplingHandler implements JobHandler {
  private final Inputs inputs;
  private final Compute compute;
  private final JsonMapper json;

  SamplingHandler(Inputs inputs, Compute compute, JsonMapper json) {
    this.inputs = inputs;
    this.compute = compute;
    this.json = json;
  }

  @Override
  public String kind() {
    return JobKinds.SAMPLING;
  }

  @Override
  public void run(JobExecution job) throws IOException {
    job.phase("preparing");
    var plan = json.treeToValue(job.plan(), SamplingPlan.class);
    var model = inputs.find(plan.modelId(), ArtifactKind.MODEL);
    var batches = new FinishedBatches(job);
    try (var originals = SampleOriginals.open(inputs, plan);
        var sampler =
            ModelSampler.load(
                compute.engine(), inputs.files(model, plan.weights()), Samplers.of(plan))) {
      job.phase("sampling");
      make(job, plan, sampler, originals, batches);
      job.phase("recording");
      var files = new SampleFiles(plan, sampler.spec().preprocessing(), originals, batches);
      record(job, model, files);
    } catch (StoppedByJob _) {
      // whole batches stay in the workspace
    } catch (NotFinite e) {
      throw JobFailure.notFinite(e, "a trained model, codes like its own or more steps may help");
    } catch (ArithmeticException e) {
      throw new JobFailure("not-solvable", Blame.USER, String.valueOf(e.getMessage()), e);
    }
  }

  private static void make(
      JobExecution job,
      SamplingPlan plan,
      ModelSampler sampler,
      SampleOriginals originals,
      FinishedBatches batches)
      throws IOException {
    var streams = new RandomStreams(plan.seed());
    for (int batch = 0; batch < SampleFiles.batches(plan); batch++) {
      int first = batch * plan.batchSize();
      int count = Math.min(plan.batchSize(), plan.samples() - first);
      if (batches.find(batch).isPresent()) {
        continue;
      }
      var made =
          sampler.sample(
              batch,
              source(plan, sampler.spec().latentSize(), originals, first, count),
              streams,
              fraction -> {
                StoppedByJob.check(job);
                double done = first + fraction * count;
                job.progress(done / plan.samples(), Math.round(done), "samples");
              });
      batches.write(batch, bytes(made));
    }
  }

  /** Samples stand in order: all variations of the first image, then those of the second. */
  private static SampleSource source(
      SamplingPlan plan, int latentSize, SampleOriginals originals, int first, int count) {
    var sources =
        IntStream.range(first, first + count).map(i -> i / plan.variations()).boxed().toList();
    return switch (plan.mode()) {
      case CODES ->
          new SampleSource.Codes(
              sources.stream()
                  .map(i -> floats(Objects.requireNonNull(plan.codes()).get(i)))
                  .toList());
      case PRIOR ->
          new SampleSource.Codes(
              sources.stream().map(i -> drawn(plan.seed(), i, latentSize)).toList());
      case INTERPOLATE ->
          new SampleSource.Between(
              originals.pixels(List.of(0, 1)),
              sources.stream().map(i -> i / (plan.n() - 1.)).toList());
      case RECONSTRUCT, INPAINT, COLOURISE, AGGREGATE ->
          new SampleSource.Images(originals.pixels(sources));
      case UNCONDITIONAL -> new SampleSource.Nothing(count);
    };
  }

  /** A code of N(0, I), whatever batch it is in. */
  private static float[] drawn(long seed, int code, int length) {
    var random = new RandomStreams(seed).stream("sampling-code", code);
    var values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static float[] floats(List<Double> values) {
    var floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i).floatValue();
    }
    return floats;
  }

  private static byte[] bytes(List<float[]> images) {
    int values = images.getFirst().length;
    var buffer =
        ByteBuffer.allocate(images.size() * values * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    var floats = buffer.asFloatBuffer();
    images.forEach(floats::put);
    return buffer.array();
  }

  private void record(JobExecution job, Artifact model, SampleFiles files) throws IOException {
    var plan = files.plan();
    var images = files.images();
    ArtifactDraft draft = job.draft(ArtifactKind.SAMPLES); // closed by the job
    files.writeSamples(draft.file(SamplesDescription.SAMPLES, "application/octet-stream"));
    files.writeGrid(draft.file(SamplesDescription.GRID, "image/png"));
    Files.writeString(
        draft.file(SamplesDescription.MANIFEST, "application/json"),
        json.writeValueAsString(files.manifest()));
    draft.parent(model.id());
    if (plan.datasetId() != null) {
      draft.parent(plan.datasetId());
    }
    job.result(
        draft
            .name(plan.name())
            .attributes(
                json.valueToTree(
                    new SamplesDescription(
                        model.id(),
                        job.jobId(),
                        plan,
                        plan.samples(),
                        images.channels(),
                        images.height(),
                        images.width())))
            .provenance(
                json.createObjectNode()
                    .put("seed", plan.seed())
                    .put("modelDigest", model.digest())
                    .put("engine", compute.engine().description())));
  }
}
