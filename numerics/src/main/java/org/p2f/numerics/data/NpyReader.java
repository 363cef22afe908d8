package org.p2f.numerics.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.p2f.numerics.random.RandomStreams;

/**
 * Reads images and labels from pairs of NPY files: one pair, of which a share is drawn for testing,
 * or one for training and one for testing. Labels and heads are read in a first pass, pixels in a
 * second.
 */
final class NpyReader implements SourceReader {
  private static final double TEST_SHARE = .2;
  private static final double VALIDATION_SHARE = .1;

  private final Unpacking files;
  private final long seed;
  private final Map<Split, NpyLabels> labels = new EnumMap<>(Split.class);
  private final Map<Split, NpyImages> images = new EnumMap<>(Split.class);

  private NpyReader(List<NamedFile> files, long seed) throws IOException {
    this.files = new Unpacking(files);
    this.seed = seed;
  }

  static NpyReader open(List<NamedFile> files, long seed) throws IOException {
    var reader = new NpyReader(files, seed);
    reader.files.visit(reader::look);
    reader.check();
    return reader;
  }

  private void look(DataFile file) throws IOException {
    boolean second =
        isLabels(file)
            ? labels.put(split(file), NpyLabels.read(file)) != null
            : images.put(split(file), NpyImages.of(file)) != null;
    if (second) {
      throw new InvalidData(file.name(), "a second file of that kind; names tell train from test");
    }
  }

  private static boolean isLabels(DataFile file) throws InvalidData {
    String name = file.baseName();
    boolean isLabels = name.contains("label");
    if (isLabels == name.contains("image")) {
      throw new InvalidData(file.name(), "its name must tell whether it holds images or labels");
    }
    return isLabels;
  }

  private static Split split(DataFile file) {
    return file.baseName().contains("test") ? Split.TEST : Split.TRAIN;
  }

  private void check() throws InvalidData {
    if (!images.containsKey(Split.TRAIN) || !images.keySet().equals(labels.keySet())) {
      throw new InvalidData(
          files.names(), "images and labels come in pairs, such as images.npy and labels.npy");
    }
    for (Split split : images.keySet()) {
      if (of(images, split).images() != of(labels, split).images()) {
        throw new InvalidData(
            files.names(),
            "%d images and %d labels do not fit"
                .formatted(of(images, split).images(), of(labels, split).images()));
      }
      if (!of(images, split).shape().equals(shape())
          || of(labels, split).factors() != of(labels, Split.TRAIN).factors()) {
        throw new InvalidData(files.names(), "images and labels for testing have another shape");
      }
    }
  }

  private static <T> T of(Map<Split, T> values, Split split) {
    T value = values.get(split);
    if (value == null) {
      throw new IllegalStateException("Nothing for " + split);
    }
    return value;
  }

  @Override
  public ImageShape shape() {
    return of(images, Split.TRAIN).shape();
  }

  @Override
  public List<Factor> factors() {
    List<Factor> factors = new ArrayList<>();
    int count = of(labels, Split.TRAIN).factors();
    for (int factor = 0; factor < count; factor++) {
      int number = factor;
      int classes =
          labels.values().stream().mapToInt(all -> all.classes(number)).max().orElseThrow();
      factors.add(
          new Factor(
              count == 1 ? "label" : "label " + (factor + 1),
              IntStream.range(0, classes).mapToObj(Integer::toString).toList()));
    }
    return factors;
  }

  @Override
  public double validationShare() {
    return VALIDATION_SHARE;
  }

  @Override
  public void read(ImageSink sink) throws IOException {
    files.visit(
        file -> {
          if (!isLabels(file)) {
            readImages(file, split(file), sink);
          }
        });
  }

  private void readImages(DataFile file, Split given, ImageSink sink) throws IOException {
    NpyImages there = NpyImages.of(file);
    Split[] splits = splits(given, there.images());
    byte[] pixels = new byte[there.shape().bytes()];
    byte[] planes = new byte[pixels.length];
    for (int image = 0; image < there.images(); image++) {
      long start = file.position();
      int count = file.read(pixels);
      if (count < pixels.length) {
        throw file.invalid(
            start,
            "image %d of %d is cut: %d of its %d bytes are there"
                .formatted(image, there.images(), count, pixels.length));
      }
      there.arrange(pixels, planes);
      sink.accept(splits[image], of(labels, given).of(image), planes, 0);
    }
    if (file.read(new byte[1]) > 0) {
      throw file.invalid(
          file.position() - 1, "bytes follow the last of %d images".formatted(there.images()));
    }
  }

  private Split[] splits(Split given, int count) {
    Split[] splits = new Split[count];
    Arrays.fill(splits, given);
    if (images.size() == 1) {
      int[] order = new RandomStreams(seed).permutation("test", 0, count);
      for (int i = 0; i < Math.round(TEST_SHARE * count); i++) {
        splits[order[i]] = Split.TEST;
      }
    }
    return splits;
  }

  @Override
  public double fractionRead() {
    return files.fractionRead();
  }

  @Override
  public int filesRead() {
    return files.size();
  }

  @Override
  public List<String> warnings() {
    return List.of();
  }

  @Override
  public void close() {}
}
