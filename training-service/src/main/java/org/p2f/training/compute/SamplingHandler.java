package org.p2f.training.compute;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactDraft;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.job.Blame;
import org.p2f.catalog.job.JobExecution;
import org.p2f.catalog.job.JobFailure;
import org.p2f.catalog.job.JobHandler;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.numerics.solver.ModelSampler;
import org.p2f.numerics.solver.SampleSource;
import org.p2f.numerics.tensor.DataType;
import org.p2f.numerics.tensor.Durability;
import org.p2f.numerics.tensor.SafetensorsWriter;
import org.p2f.numerics.tensor.TensorInfo;
import org.p2f.training.domain.JobKinds;
import org.p2f.training.domain.SamplesDescription;
import org.p2f.training.domain.SamplingMode;
import org.p2f.training.domain.SamplingPlan;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Makes samples, batch by batch; a batch that is there is not made again. */
@Component
final class SamplingHandler implements JobHandler {
  /** Samples and originals shown in the grid, by columns. */
  private static final int MOST_COLUMNS = 16;

  private static final int MOST_ROWS = 16;

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

  /**
   * What samples are made from.
   *
   * @param images numbers in the data set; empty for codes
   * @param originals their pixels
   */
  private record Originals(List<Integer> images, List<float[]> originals) {}

  @Override
  public void run(JobExecution job) throws IOException {
    job.phase("preparing");
    var plan = json.treeToValue(job.plan(), SamplingPlan.class);
    var model = inputs.find(plan.modelId(), ArtifactKind.MODEL);
    var originals = originals(plan);
    var batches = new FinishedBatches(job.workspace());
    try (var sampler =
        ModelSampler.load(
            compute.engine(), inputs.files(model, plan.weights()), Samplers.of(plan))) {
      job.phase("sampling");
      make(job, plan, sampler, originals, batches);
      job.phase("recording");
      record(job, plan, model, sampler, originals, batches);
    } catch (StoppedByJob _) {
      // whole batches stay in the workspace
    } catch (ArithmeticException e) {
      throw new JobFailure("not-solvable", Blame.USER, String.valueOf(e.getMessage()), e);
    }
  }

  private Originals originals(SamplingPlan plan) throws IOException {
    String id = plan.datasetId();
    if (id == null) {
      return new Originals(List.of(), List.of());
    }
    try (var data = inputs.open(inputs.find(id, ArtifactKind.DATASET))) {
      var images = Inputs.chosen(data, plan.images(), plan.split(), plan.n());
      return new Originals(images, Inputs.pixels(data, images));
    }
  }

  private void make(
      JobExecution job,
      SamplingPlan plan,
      ModelSampler sampler,
      Originals originals,
      FinishedBatches batches)
      throws IOException {
    var streams = new RandomStreams(plan.seed());
    for (int batch = 0; batch < batches(plan); batch++) {
      int first = batch * plan.batchSize();
      int count = Math.min(plan.batchSize(), plan.samples() - first);
      if (batches.find(batch).isPresent()) {
        continue;
      }
      var made =
          sampler.sample(
              batch,
              source(plan, originals, first, count),
              streams,
              fraction -> {
                StoppedByJob.check(job);
                double done = first + fraction * count;
                job.progress(done / plan.samples(), Math.round(done), "samples");
              });
      batches.write(batch, bytes(made));
    }
  }

  private static int batches(SamplingPlan plan) {
    return Math.ceilDiv(plan.samples(), plan.batchSize());
  }

  /** Samples stand in order: all variations of the first image, then those of the second. */
  private static SampleSource source(SamplingPlan plan, Originals originals, int first, int count) {
    var sources =
        IntStream.range(first, first + count).map(i -> i / plan.variations()).boxed().toList();
    return switch (plan.mode()) {
      case CODES ->
          new SampleSource.Codes(
              sources.stream()
                  .map(i -> floats(Objects.requireNonNull(plan.codes()).get(i)))
                  .toList());
      case INTERPOLATE ->
          new SampleSource.Between(
              originals.originals(), sources.stream().map(i -> i / (plan.n() - 1.)).toList());
      case RECONSTRUCT, INPAINT, COLOURISE ->
          new SampleSource.Images(sources.stream().map(originals.originals()::get).toList());
    };
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

  private void record(
      JobExecution job,
      SamplingPlan plan,
      Artifact model,
      ModelSampler sampler,
      Originals originals,
      FinishedBatches batches)
      throws IOException {
    var images = sampler.spec().preprocessing();
    ArtifactDraft draft = job.draft(ArtifactKind.SAMPLES); // closed by the job
    var info =
        new TensorInfo(
            "samples",
            DataType.F32,
            new long[] {plan.samples(), images.channels(), images.height(), images.width()});
    try (var writer =
        SafetensorsWriter.create(
            draft.file(SamplesDescription.SAMPLES, "application/octet-stream"),
            List.of(info),
            Map.of("format", "p2f-samples-1"),
            Durability.SYNCED)) {
      long offset = 0;
      for (int batch = 0; batch < batches(plan); batch++) {
        byte[] content = batches.read(batch);
        writer.write("samples", offset, MemorySegment.ofArray(content));
        offset += content.length;
      }
    }
    new PictureGrid(images.channels(), images.height(), images.width())
        .write(
            rows(plan, originals, batches, images.values()),
            draft.file(SamplesDescription.GRID, "image/png"));
    Files.writeString(
        draft.file(SamplesDescription.MANIFEST, "application/json"),
        json.writeValueAsString(manifest(plan, originals)));
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
            .provenance(provenance(plan, model)));
  }

  private List<ManifestEntry> manifest(SamplingPlan plan, Originals originals) {
    return IntStream.range(0, plan.samples())
        .mapToObj(
            sample -> {
              int source = sample / plan.variations();
              return new ManifestEntry(
                  sample,
                  plan.mode() == SamplingMode.INTERPOLATE || originals.images().isEmpty()
                      ? null
                      : originals.images().get(source),
                  sample % plan.variations(),
                  plan.mode() == SamplingMode.INTERPOLATE ? source / (plan.n() - 1.) : null);
            })
        .toList();
  }

  /**
   * Where a sample comes from.
   *
   * @param image number in the data set
   * @param share of the second image between two
   */
  private record ManifestEntry(
      int sample, @Nullable Integer image, int variation, @Nullable Double share) {}

  private tools.jackson.databind.JsonNode provenance(SamplingPlan plan, Artifact model) {
    return json.createObjectNode()
        .put("seed", plan.seed())
        .put("modelDigest", model.digest())
        .put("engine", compute.engine().description());
  }

  /** One row of originals where there are, then their samples below them; else samples in rows. */
  private static List<List<float[]>> rows(
      SamplingPlan plan, Originals originals, FinishedBatches batches, int values)
      throws IOException {
    var rows = new ArrayList<List<float[]>>();
    int shown = Math.min(plan.samples(), MOST_COLUMNS * MOST_ROWS);
    if (plan.mode() == SamplingMode.INTERPOLATE || originals.images().isEmpty()) {
      var samples = samples(batches, values, shown);
      for (int at = 0; at < samples.size(); at += MOST_COLUMNS) {
        rows.add(samples.subList(at, Math.min(samples.size(), at + MOST_COLUMNS)));
      }
      return rows;
    }
    int columns = Math.min(plan.n(), MOST_COLUMNS);
    int variations = Math.min(plan.variations(), MOST_ROWS);
    var samples = samples(batches, values, columns * plan.variations());
    rows.add(originals.originals().subList(0, columns));
    for (int v = 0; v < variations; v++) {
      var row = new ArrayList<float[]>();
      for (int column = 0; column < columns; column++) {
        row.add(samples.get(column * plan.variations() + v));
      }
      rows.add(Collections.unmodifiableList(row));
    }
    return rows;
  }

  private static List<float[]> samples(FinishedBatches batches, int values, int count)
      throws IOException {
    var samples = new ArrayList<float[]>();
    for (int batch = 0; samples.size() < count; batch++) {
      var content = MemorySegment.ofArray(batches.read(batch));
      long size = (long) values * Float.BYTES;
      for (long at = 0; at < content.byteSize() && samples.size() < count; at += size) {
        samples.add(
            content
                .asSlice(at, size)
                .toArray(ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN)));
      }
    }
    return samples;
  }
}
