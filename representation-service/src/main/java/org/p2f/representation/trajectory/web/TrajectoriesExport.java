package org.p2f.representation.trajectory.web;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.p2f.representation.encoding.Codes;
import org.p2f.representation.encoding.web.ElementKind;
import org.p2f.representation.encoding.web.WrittenCodes;
import org.p2f.representation.trajectory.TrajectoriesCard;
import org.p2f.representation.trajectory.TrajectorySlices;
import org.p2f.representation.trajectory.TrajectorySlices.Slice;
import org.p2f.spec.data.TrajectorySplit;
import org.p2f.spec.npy.NpyHeader;

/**
 * Writes a split of trajectories in a format that other tools read, some images at a time.
 *
 * @param kind of floats where the format has a choice
 */
record TrajectoriesExport(
    TrajectorySlices slices,
    String id,
    TrajectoriesCard card,
    TrajectorySplit split,
    ElementKind kind) {
  private static final int IMAGES = 256;

  void write(ExportFormat format, OutputStream out) throws IOException {
    switch (format) {
      case NPY -> npy(out);
      case NPY_LABELS -> labels(out);
      case CSV -> csv(out);
      case PARQUET -> parquet(out);
    }
  }

  /** Bytes that {@link #write} writes; -1 if that is not known before. */
  long length(ExportFormat format) {
    return switch (format) {
      case NPY -> codesHeader().length + elements() * kind.bytes();
      case NPY_LABELS ->
          labelsHeader().length + (long) card.images(split) * card.factors().size() * Integer.BYTES;
      case CSV, PARQUET -> -1;
    };
  }

  private long elements() {
    return (long) card.images(split) * card.times().size() * card.codes();
  }

  private byte[] codesHeader() {
    return NpyHeader.of(kind.numpy(), card.images(split), card.times().size(), card.codes());
  }

  private byte[] labelsHeader() {
    return NpyHeader.of("<i4", card.images(split), card.factors().size());
  }

  private void npy(OutputStream out) throws IOException {
    out.write(codesHeader());
    slices.scan(
        id,
        split,
        IMAGES,
        (from, slice) -> out.write(WrittenCodes.bytes(slice.codes(), kind, new byte[0])));
  }

  private void labels(OutputStream out) throws IOException {
    out.write(labelsHeader());
    slices.scan(id, split, IMAGES, (from, slice) -> labels(slice.labels(), out));
  }

  private static void labels(List<List<Integer>> labels, OutputStream out) throws IOException {
    int factors = labels.getFirst().size();
    var bytes =
        ByteBuffer.allocate(labels.size() * factors * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    labels.forEach(row -> row.forEach(bytes::putInt));
    out.write(bytes.array());
  }

  private void parquet(OutputStream out) throws IOException {
    var file = new ParquetTrajectories(card, split, out);
    slices.scan(id, split, IMAGES, file::add);
    file.finish();
  }

  private void csv(OutputStream out) throws IOException {
    var lines = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    lines.write(
        Stream.of(
                Stream.of("row", "index", "t"),
                card.factors().stream().map(factor -> quoted(factor.name())),
                IntStream.range(0, card.codes()).mapToObj(i -> "z" + i))
            .flatMap(names -> names)
            .collect(Collectors.joining(",")));
    lines.write("\n");
    slices.scan(id, split, IMAGES, (from, slice) -> lines(lines, from, slice));
    lines.flush();
  }

  private void lines(BufferedWriter lines, int from, Slice slice) throws IOException {
    for (int i = 0; i < slice.codes().images(); i++) {
      for (int k = 0; k < card.times().size(); k++) {
        line(lines, from + i, k, slice, i);
      }
    }
  }

  private void line(BufferedWriter lines, int row, int time, Slice slice, int image)
      throws IOException {
    lines.write("%d,%d,".formatted(row, slice.indices().get(image)));
    lines.write(Double.toString(card.times().get(time)));
    for (int label : slice.labels().get(image)) {
      lines.write(",");
      lines.write(Integer.toString(label));
    }
    Codes codes = slice.codes();
    for (int component = 0; component < codes.size(); component++) {
      lines.write(",");
      lines.write(Float.toString(codes.value(image, time, component)));
    }
    lines.write("\n");
  }

  private static String quoted(String name) {
    return name.matches("[A-Za-z0-9_ -]+") ? name : '"' + name.replace("\"", "\"\"") + '"';
  }
}
