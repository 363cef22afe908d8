package org.p2f.numerics.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.p2f.spec.data.Factor;
import org.p2f.spec.data.Split;

/**
 * Reads MNIST's four IDX files (big-endian: magic number, sizes, then one byte a value). Labels are
 * read in a first pass, images in a second.
 */
final class MnistReader implements SourceReader {
  static final int SIDE = 32;

  private static final int DIGIT_SIDE = 28;
  private static final int PADDING = (SIDE - DIGIT_SIDE) / 2;
  private static final int DIGITS = 10;
  private static final int LABELS_MAGIC = 2049;
  private static final int IMAGES_MAGIC = 2051;
  private static final int LABELS_HEADER = 8;
  private static final int IMAGES_HEADER = 16;

  /** Labels are held in memory, so a hostile size must not be believed. */
  private static final int MOST_LABELS = 10_000_000;

  private static final double VALIDATION_SHARE = .1;

  static final Factor DIGIT =
      new Factor("digit", IntStream.range(0, DIGITS).mapToObj(Integer::toString).toList());

  static final Factor CLOTHES =
      new Factor(
          "class",
          List.of(
              "t-shirt",
              "trouser",
              "pullover",
              "dress",
              "coat",
              "sandal",
              "shirt",
              "sneaker",
              "bag",
              "ankle-boot"));

  private final Unpacking files;
  private final Factor shown;
  private final DigitInk ink;
  private final Map<Split, byte[]> labels = new EnumMap<>(Split.class);
  private final Map<Split, Long> imagesSeen = new EnumMap<>(Split.class);
  private final List<String> copies = new ArrayList<>();
  private final Set<String> others = new TreeSet<>();

  /**
   * @param shown what the images show, in ten classes
   */
  MnistReader(List<NamedFile> files, Path work, Factor shown, DigitInk ink) throws IOException {
    this.files = new Unpacking(files, work);
    this.shown = shown;
    this.ink = ink;
  }

  @Override
  public ImageShape shape() {
    return ink.shape();
  }

  @Override
  public List<Factor> factors() {
    return Stream.concat(Stream.of(shown), ink.factors().stream()).toList();
  }

  @Override
  public double validationShare() {
    return VALIDATION_SHARE;
  }

  @Override
  public void read(ImageSink sink) throws IOException {
    files.visit(
        file -> {
          if (magic(file) == LABELS_MAGIC) {
            readLabels(file);
          }
        });
    for (Split split : List.of(Split.TRAIN, Split.TEST)) {
      if (!labels.containsKey(split)) {
        throw missing(split, "labels", "idx1-ubyte");
      }
    }
    files.visit(
        file -> {
          if (magic(file) == IMAGES_MAGIC) {
            readImages(file, sink);
          }
        });
    for (Split split : labels.keySet()) {
      if (!imagesSeen.containsKey(split)) {
        throw missing(split, "images", "idx3-ubyte");
      }
    }
  }

  private InvalidData missing(Split split, String what, String ending) {
    return new InvalidData(
        files.names(),
        "no %s-%s-%s is among the files"
            .formatted(split == Split.TRAIN ? "train" : "t10k", what, ending));
  }

  /** 0 for what lies in an archive and is no IDX file, such as a page about the data. */
  private int magic(DataFile file) throws IOException {
    byte[] head = file.peek(Integer.BYTES);
    int magic = head.length < Integer.BYTES ? 0 : ByteBuffer.wrap(head).getInt();
    if (magic != LABELS_MAGIC && magic != IMAGES_MAGIC) {
      if (file.isInArchive()) {
        others.add(file.name());
        return 0;
      }
      throw file.invalid(
          0,
          "begins with the number %d; IDX files of MNIST begin with %d (images) or %d (labels)"
              .formatted(magic, IMAGES_MAGIC, LABELS_MAGIC));
    }
    return magic;
  }

  private static Split split(DataFile file) throws InvalidData {
    String name = file.baseName();
    boolean test = name.contains("t10k") || name.contains("test");
    if (test == name.contains("train")) {
      throw new InvalidData(
          file.name(), "its name must tell whether it is for training (train) or testing (t10k)");
    }
    return test ? Split.TEST : Split.TRAIN;
  }

  private void readLabels(DataFile file) throws IOException {
    Split split = split(file);
    int count = header(file, LABELS_HEADER).getInt(4);
    if (count < 0 || count > MOST_LABELS) {
      throw file.invalid(
          4,
          "%s labels; at most %d are read".formatted(Integer.toUnsignedString(count), MOST_LABELS));
    }
    var read = new ByteArrayOutputStream();
    byte[] piece = new byte[1 << 12];
    for (int n = file.read(piece); n > 0; n = file.read(piece)) {
      if (read.size() + n > count) {
        throw trailing(file, LABELS_HEADER, count, 1);
      }
      for (int i = 0; i < n; i++) {
        if (Byte.toUnsignedInt(piece[i]) >= DIGITS) {
          throw file.invalid(
              LABELS_HEADER + read.size() + i,
              "label %d is %d; digits are 0 to 9"
                  .formatted(read.size() + i, Byte.toUnsignedInt(piece[i])));
        }
      }
      read.write(piece, 0, n);
    }
    if (read.size() < count) {
      throw file.invalid(
          file.position(), "the file ends after %d of %d labels".formatted(read.size(), count));
    }
    byte[] before = labels.putIfAbsent(split, read.toByteArray());
    if (before != null && !Arrays.equals(before, read.toByteArray())) {
      throw new InvalidData(file.name(), "a second file with other labels of the same split");
    }
    if (before != null) {
      copies.add(file.name());
    }
  }

  private void readImages(DataFile file, ImageSink sink) throws IOException {
    Split split = split(file);
    ByteBuffer header = header(file, IMAGES_HEADER);
    int count = header.getInt(4);
    if (header.getInt(8) != DIGIT_SIDE || header.getInt(12) != DIGIT_SIDE) {
      throw file.invalid(
          8, "images of %d×%d; MNIST's have 28×28".formatted(header.getInt(8), header.getInt(12)));
    }
    byte[] digits = labelsOf(split);
    if (count != digits.length) {
      throw file.invalid(
          4,
          "%s images, but the labels' file has %d labels"
              .formatted(Integer.toUnsignedString(count), digits.length));
    }
    Long before = imagesSeen.get(split);
    byte[] raw = new byte[DIGIT_SIDE * DIGIT_SIDE];
    byte[] padded = new byte[SIDE * SIDE];
    byte[] image = new byte[shape().bytes()];
    int[] imageLabels = new int[factors().size()];
    DigitInk.Brush brush = ink.brush(split);
    for (int i = 0; i < count; i++) {
      long start = file.position();
      int there = file.read(raw);
      if (there < raw.length) {
        throw file.invalid(
            start,
            "image %d of %d is cut: %d of its %d bytes are there"
                .formatted(i, count, there, raw.length));
      }
      for (int row = 0; row < DIGIT_SIDE; row++) {
        System.arraycopy(
            raw, row * DIGIT_SIDE, padded, (row + PADDING) * SIDE + PADDING, DIGIT_SIDE);
      }
      if (before == null) {
        imageLabels[0] = digits[i];
        brush.draw(padded, image, imageLabels);
        sink.accept(split, imageLabels, image, 0);
      }
    }
    if (file.read(new byte[1]) > 0) {
      throw trailing(file, IMAGES_HEADER, count, raw.length);
    }
    if (before == null) {
      imagesSeen.put(split, file.checksum());
    } else if (before == file.checksum()) {
      copies.add(file.name());
    } else {
      throw new InvalidData(file.name(), "a second file with other images of the same split");
    }
  }

  private byte[] labelsOf(Split split) {
    byte[] of = labels.get(split);
    if (of == null) {
      throw new IllegalStateException("Labels are read before images");
    }
    return of;
  }

  private static ByteBuffer header(DataFile file, int size) throws IOException {
    byte[] header = new byte[size];
    int there = file.read(header);
    if (there < size) {
      throw file.invalid(there, "the file ends within its header");
    }
    return ByteBuffer.wrap(header);
  }

  private static InvalidData trailing(DataFile file, int header, int count, int bytes) {
    return file.invalid(
        header + (long) count * bytes, "bytes follow the last of %d values".formatted(count));
  }

  @Override
  public double fractionRead() {
    return files.fractionRead();
  }

  @Override
  public int filesRead() {
    return 2 * labels.size();
  }

  @Override
  public List<String> warnings() {
    return Stream.of(
            Warnings.ofFiles("copies of others and ignored", copies),
            Warnings.ofFiles("no IDX files and ignored", others),
            Warnings.ofFiles("hidden, or in folders of tools, and ignored", files.hidden()))
        .flatMap(List::stream)
        .toList();
  }

  @Override
  public void close() {}
}
