package org.p2f.training.sampling.work;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.p2f.numerics.tensor.DataType;
import org.p2f.numerics.tensor.Durability;
import org.p2f.numerics.tensor.SafetensorsWriter;
import org.p2f.numerics.tensor.TensorInfo;
import org.p2f.spec.data.Preprocessing;
import org.p2f.training.sampling.SamplingPlan;
import org.p2f.training.work.FinishedBatches;

/** What a sampling run leaves, from its finished batches. */
record SampleFiles(
    SamplingPlan plan, Preprocessing images, SampleOriginals originals, FinishedBatches batches) {
  private static final int MOST_COLUMNS = 16;
  private static final int MOST_ROWS = 16;

  static int batches(SamplingPlan plan) {
    return Math.ceilDiv(plan.samples(), plan.batchSize());
  }

  void writeSamples(Path file) throws IOException {
    var info =
        new TensorInfo(
            "samples",
            DataType.F32,
            new long[] {plan.samples(), images.channels(), images.height(), images.width()});
    try (var writer =
        SafetensorsWriter.create(
            file, List.of(info), Map.of("format", "p2f-samples-1"), Durability.SYNCED)) {
      long offset = 0;
      for (int batch = 0; batch < batches(plan); batch++) {
        byte[] content = batches.read(batch);
        writer.write("samples", offset, MemorySegment.ofArray(content));
        offset += content.length;
      }
    }
  }

  /**
   * Where a sample comes from.
   *
   * @param image number in the data set
   * @param share of the second image between two
   */
  record Origin(int sample, @Nullable Integer image, int variation, @Nullable Double share) {}

  List<Origin> manifest() {
    boolean between = plan.mode() == SamplingPlan.Mode.INTERPOLATE;
    return IntStream.range(0, plan.samples())
        .mapToObj(
            sample -> {
              int source = sample / plan.variations();
              return new Origin(
                  sample,
                  between || originals.isEmpty() ? null : originals.image(source),
                  sample % plan.variations(),
                  between ? source / (plan.n() - 1.) : null);
            })
        .toList();
  }

  void writeGrid(Path file) throws IOException {
    Files.write(
        file, new PictureGrid(images.channels(), images.height(), images.width()).png(rows()));
  }

  /** One row of originals where there are, and their samples below them; else samples in rows. */
  private List<List<float[]>> rows() throws IOException {
    var rows = new ArrayList<List<float[]>>();
    if (!showsOriginals()) {
      var samples = first(Math.min(plan.samples(), MOST_COLUMNS * MOST_ROWS));
      for (int at = 0; at < samples.size(); at += MOST_COLUMNS) {
        rows.add(samples.subList(at, Math.min(samples.size(), at + MOST_COLUMNS)));
      }
      return rows;
    }
    int columns = Math.min(plan.n(), MOST_COLUMNS);
    var samples = first(columns * plan.variations());
    rows.add(originals.pixels(IntStream.range(0, columns).boxed().toList()));
    for (int v = 0; v < Math.min(plan.variations(), MOST_ROWS); v++) {
      var row = new ArrayList<float[]>();
      for (int column = 0; column < columns; column++) {
        row.add(samples.get(column * plan.variations() + v));
      }
      rows.add(row);
    }
    return rows;
  }

  /** Points between images, and samples that are to stand for themselves, have none above. */
  private boolean showsOriginals() {
    return switch (plan.mode()) {
      case RECONSTRUCT, INPAINT, COLOURISE -> true;
      case CODES, INTERPOLATE, PRIOR, AGGREGATE, UNCONDITIONAL -> false;
    };
  }

  private List<float[]> first(int count) throws IOException {
    var samples = new ArrayList<float[]>();
    long size = (long) images.values() * Float.BYTES;
    for (int batch = 0; samples.size() < count; batch++) {
      var content = MemorySegment.ofArray(batches.read(batch));
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
