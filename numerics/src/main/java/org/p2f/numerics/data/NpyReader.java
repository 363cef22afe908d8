package org.p2f.numerics.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.spec.data.Factor;
import org.p2f.spec.data.Split;

/**
 * Reads images and labels from pairs of NPY files, loose or in an NPZ: one pair, of which a share
 * is drawn for testing, or one for training, one for testing and perhaps one for validation, which
 * serves for testing where that is missing. Labels and heads are read in a first pass, pixels in a
 * second.
 */
final class NpyReader implements SourceReader {
  private static final double TEST_SHARE = .2;
  private static final double VALIDATION_SHARE = .1;

  private static final Set<String> IMAGES = Set.of("img", "imgs", "x", "pixels", "pictures");
  private static final Set<String> LABELS = Set.of("y", "target", "targets", "class", "classes");

  private final Unpacking files;
  private final long seed;
  private final List<String> others = new ArrayList<>();
  private final Map<Split, NpyLabels> labels = new EnumMap<>(Split.class);
  private final Map<Split, NpyImages> images = new EnumMap<>(Split.class);

  private NpyReader(List<NamedFile> files, Path work, long seed) throws IOException {
    this.files = new Unpacking(files, work);
    this.seed = seed;
  }

  /**
   * @param work folder for what must be unpacked on the way
   */
  static NpyReader open(List<NamedFile> files, Path work, long seed) throws IOException {
    var reader = new NpyReader(files, work, seed);
    reader.files.visit(reader::look);
    reader.check();
    return reader;
  }

  private void look(DataFile file) throws IOException {
    Optional<Role> role = role(file);
    if (role.isEmpty()) {
      others.add(file.name());
      return;
    }
    boolean second =
        role.get().labels()
            ? labels.put(role.get().split(), NpyLabels.read(file)) != null
            : images.put(role.get().split(), NpyImages.of(file)) != null;
    if (second) {
      throw new InvalidData(file.name(), "a second file of that kind; names tell train from test");
    }
  }

  /** What an array is. */
  private record Role(boolean labels, Split split) {}

  /** Told by the words of its name; empty for further arrays of an archive. */
  private static Optional<Role> role(DataFile file) throws InvalidData {
    String name = file.baseName().replaceFirst("\\.npy$", "");
    Set<String> words = SplitNames.words(name);
    boolean labels = name.contains("label") || LABELS.stream().anyMatch(words::contains);
    if (labels == (name.contains("image") || IMAGES.stream().anyMatch(words::contains))) {
      if (file.isInArchive()) {
        return Optional.empty();
      }
      throw new InvalidData(file.name(), "its name must tell whether it holds images or labels");
    }
    Split split = SplitNames.of(name);
    if (split == null) {
      split = name.contains("test") ? Split.TEST : Split.TRAIN;
    }
    return Optional.of(new Role(labels, split));
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
    boolean official = images.containsKey(Split.VALIDATION) && images.containsKey(Split.TEST);
    return official ? 0 : VALIDATION_SHARE;
  }

  @Override
  public void read(ImageSink sink) throws IOException {
    files.visit(
        file -> {
          Optional<Role> role = role(file);
          if (role.isPresent() && !role.get().labels()) {
            readImages(file, role.get().split(), sink);
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
    boolean serves = given == Split.VALIDATION && !images.containsKey(Split.TEST);
    Arrays.fill(splits, serves ? Split.TEST : given);
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
    return images.size() + labels.size();
  }

  @Override
  public List<String> warnings() {
    List<String> all = new ArrayList<>(Warnings.ofFiles("other arrays and ignored", others));
    all.addAll(Warnings.ofFiles("hidden, or in folders of tools, and ignored", files.hidden()));
    return all;
  }

  @Override
  public void close() {}
}
