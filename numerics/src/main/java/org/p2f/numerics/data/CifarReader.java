package org.p2f.numerics.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.data.Factor;
import org.p2f.spec.data.Split;

/** Reads batches of CIFAR's binary version. */
final class CifarReader implements SourceReader {
  private static final double VALIDATION_SHARE = .1;
  private static final byte PICKLE = (byte) 0x80;
  private static final String MATLAB = "MATLAB 5.0";

  private final Unpacking files;
  private final CifarFormat format;

  /** Length and checksum of each batch, by its name without folders. */
  private final Map<String, Content> batches = new HashMap<>();

  private final List<String> copies = new ArrayList<>();

  private record Content(long bytes, long checksum) {}

  CifarReader(List<NamedFile> files, Path work, CifarFormat format) throws IOException {
    this.files = new Unpacking(files, work);
    this.format = format;
  }

  @Override
  public ImageShape shape() {
    return CifarFormat.SHAPE;
  }

  @Override
  public List<Factor> factors() {
    return format.factors();
  }

  @Override
  public double validationShare() {
    return VALIDATION_SHARE;
  }

  @Override
  public void read(ImageSink sink) throws IOException {
    files.visit(
        file -> {
          if (isBatch(file)) {
            readBatch(file, sink);
          }
        });
    if (batches.isEmpty()) {
      throw new InvalidData(
          files.names(),
          "holds no .bin file; what is read is the binary version of %s, not the Python or Matlab one"
              .formatted(format.name()));
    }
  }

  /** Archives hold a list of names and a page about the data besides the batches. */
  private boolean isBatch(DataFile file) throws IOException {
    String name = file.baseName();
    if (name.endsWith(".bin")) {
      return true;
    }
    requireBinaryVersion(file);
    if (file.isInArchive() || name.endsWith(".txt") || name.endsWith(".html")) {
      return false;
    }
    throw new InvalidData(
        file.name(),
        "is neither a .bin file of %s nor an archive of them".formatted(format.name()));
  }

  private void requireBinaryVersion(DataFile file) throws IOException {
    byte[] head = file.peek(MATLAB.length());
    boolean pickle = head.length >= 2 && head[0] == PICKLE && head[1] >= 2 && head[1] <= 5;
    boolean matlab = new String(head, StandardCharsets.US_ASCII).equals(MATLAB);
    if (pickle || matlab) {
      throw new InvalidData(
          file.name(),
          "is of %s's %s version; what is read is the binary version (%s)"
              .formatted(
                  format.name(), pickle ? "Python (pickle)" : "Matlab", format.archiveName()));
    }
  }

  private void readBatch(DataFile file, ImageSink sink) throws IOException {
    Split split = file.baseName().contains("test") ? Split.TEST : Split.TRAIN;
    Content before = batches.get(file.baseName());
    byte[] record = new byte[format.recordBytes()];
    int[] labels = new int[format.labelBytes()];
    for (long number = 0; ; number++) {
      long start = file.position();
      int count = file.read(record);
      if (count == 0 && number > 0) {
        remember(file, before);
        return;
      }
      if (count < record.length) {
        throw file.invalid(
            start,
            count == 0
                ? "the file is empty"
                : "record %d is cut: %d of its %d bytes are there"
                    .formatted(number, count, record.length));
      }
      for (int i = 0; i < labels.length; i++) {
        Factor factor = format.recordFactors().get(i);
        int label = Byte.toUnsignedInt(record[i]);
        if (label >= factor.classes()) {
          throw file.invalid(
              start + i,
              "record %d has %s label %d; %s has 0 to %d"
                  .formatted(number, factor.name(), label, format.name(), factor.classes() - 1));
        }
        labels[format.factors().indexOf(factor)] = label;
      }
      if (before == null) {
        sink.accept(split, labels, record, labels.length);
      }
    }
  }

  private void remember(DataFile file, @Nullable Content before) throws InvalidData {
    var content = new Content(file.position(), file.checksum());
    if (before == null) {
      batches.put(file.baseName(), content);
    } else if (before.equals(content)) {
      copies.add(file.name());
    } else {
      throw new InvalidData(file.name(), "a second batch of that name, and another one");
    }
  }

  @Override
  public double fractionRead() {
    return files.fractionRead();
  }

  @Override
  public int filesRead() {
    return batches.size();
  }

  @Override
  public List<String> warnings() {
    List<String> all = new ArrayList<>(Warnings.ofFiles("copies of others and ignored", copies));
    all.addAll(Warnings.ofFiles("hidden, or in folders of tools, and ignored", files.hidden()));
    return all;
  }

  @Override
  public void close() {}
}
