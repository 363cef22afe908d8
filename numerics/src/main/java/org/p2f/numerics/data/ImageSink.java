package org.p2f.numerics.data;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.spec.data.Split;

/** Takes the images of a source as they come, and keeps their labels and splits. */
class ImageSink {
  private static final int REPORT_EVERY = 256;

  /** Hears of every few images. */
  interface Watcher {
    void imagesRead(long images);
  }

  private final int factors;
  private final DatasetOptions options;
  private final Watcher watcher;
  private final Map<Split, Integer> taken = new EnumMap<>(Split.class);

  private int[] labels = new int[1024];
  private byte[] splits = new byte[1024];
  private int size;
  private long read;

  ImageSink(int factors, DatasetOptions options, Watcher watcher) {
    this.factors = factors;
    this.options = options;
    this.watcher = watcher;
  }

  /**
   * @param split {@link Split#TRAIN} for images of which some will be drawn for validation
   * @param imageLabels one a factor
   * @param pixels holds an image from {@code offset} on
   */
  final void accept(Split split, int[] imageLabels, byte[] pixels, int offset) throws IOException {
    read++;
    if (read % REPORT_EVERY == 0) {
      watcher.imagesRead(read);
    }
    if (!options.takes(split, taken(split))) {
      return;
    }
    keep(split, pixels, offset);
    if (size == splits.length) {
      splits = Arrays.copyOf(splits, 2 * size);
    }
    if ((size + 1) * factors > labels.length) {
      labels = Arrays.copyOf(labels, Math.max(2 * labels.length, (size + 1) * factors));
    }
    splits[size] = (byte) split.code();
    System.arraycopy(imageLabels, 0, labels, size * factors, factors);
    taken.merge(split, 1, Integer::sum);
    size++;
  }

  /** Hears of each image that is taken; here, pixels are not kept. */
  void keep(Split split, byte[] pixels, int offset) throws IOException {}

  /** Images taken, which limits may have made fewer than were read. */
  final int size() {
    return size;
  }

  final long imagesRead() {
    return read;
  }

  final int taken(Split split) {
    return taken.getOrDefault(split, 0);
  }

  /** Images of each class of the first factor in that split. */
  final int[] ofClasses(int classes, Split split) {
    int[] counts = new int[classes];
    for (int image = 0; image < size; image++) {
      if (splits[image] == split.code()) {
        counts[labels[image * factors]]++;
      }
    }
    return counts;
  }

  /**
   * Moves some of the training images to validation: as many as the options say, and otherwise a
   * share.
   *
   * @param share of them, of which at least one is moved and one is left; 0 moves none
   * @throws InvalidData if as many as the options say leave none for training
   */
  final void drawValidation(double share) throws InvalidData {
    Integer wanted = options.validationImages();
    if (wanted != null) {
      drawValidation(wanted);
      return;
    }
    int training = taken(Split.TRAIN);
    if (share > 0 && training >= 2) {
      draw(Math.clamp(Math.round(share * training), 1, training - 1));
    }
  }

  /** Of all that are not for testing, whatever the source says of them. */
  private void drawValidation(int count) throws InvalidData {
    int all = taken(Split.TRAIN) + taken(Split.VALIDATION);
    if (count >= all) {
      throw new InvalidData(
          "validationImages",
          "%d leave no image for training: there are %d to divide".formatted(count, all));
    }
    for (int image = 0; image < size; image++) {
      if (splits[image] == Split.VALIDATION.code()) {
        splits[image] = (byte) Split.TRAIN.code();
      }
    }
    taken.put(Split.TRAIN, all);
    taken.put(Split.VALIDATION, 0);
    draw(count);
  }

  private void draw(int count) {
    int training = taken(Split.TRAIN);
    int[] order = new RandomStreams(options.seed()).permutation("validation", 0, training);
    int[] images = new int[training];
    for (int image = 0, n = 0; image < size; image++) {
      if (splits[image] == Split.TRAIN.code()) {
        images[n++] = image;
      }
    }
    for (int i = 0; i < count; i++) {
      splits[images[order[i]]] = (byte) Split.VALIDATION.code();
    }
    taken.merge(Split.TRAIN, -count, Integer::sum);
    taken.merge(Split.VALIDATION, count, Integer::sum);
  }

  final MemorySegment labels() {
    return MemorySegment.ofArray(Arrays.copyOf(labels, size * factors));
  }

  final MemorySegment splits() {
    return MemorySegment.ofArray(Arrays.copyOf(splits, size));
  }
}
