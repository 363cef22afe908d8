package org.p2f.numerics.data;

import java.io.IOException;
import java.util.List;

/** Reads batches of CIFAR's binary version. */
final class CifarReader implements SourceReader {
  private static final double VALIDATION_SHARE = .1;

  private final Unpacking files;
  private final CifarFormat format;
  private int batches;

  CifarReader(List<NamedFile> files, CifarFormat format) throws IOException {
    this.files = new Unpacking(files);
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
            batches++;
          }
        });
    if (batches == 0) {
      throw new InvalidData(
          files.names(),
          "holds no .bin file; what is read is the binary version of %s, not the Python or Matlab one"
              .formatted(format.name()));
    }
  }

  /** Archives hold a list of names and a page about the data besides the batches. */
  private boolean isBatch(DataFile file) throws InvalidData {
    String name = file.baseName();
    if (name.endsWith(".bin")) {
      return true;
    }
    if (file.isInArchive() || name.endsWith(".txt") || name.endsWith(".html")) {
      return false;
    }
    throw new InvalidData(
        file.name(),
        "is neither a .bin file of %s nor an archive of them".formatted(format.name()));
  }

  private void readBatch(DataFile file, ImageSink sink) throws IOException {
    Split split = file.baseName().contains("test") ? Split.TEST : Split.TRAIN;
    byte[] record = new byte[format.recordBytes()];
    int[] labels = new int[format.labelBytes()];
    for (long number = 0; ; number++) {
      long start = file.position();
      int count = file.read(record);
      if (count == 0 && number > 0) {
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
      sink.accept(split, labels, record, labels.length);
    }
  }

  @Override
  public double fractionRead() {
    return files.fractionRead();
  }

  @Override
  public int filesRead() {
    return batches;
  }

  @Override
  public List<String> warnings() {
    return List.of();
  }

  @Override
  public void close() {}
}
