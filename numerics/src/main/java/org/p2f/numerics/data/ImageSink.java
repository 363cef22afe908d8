package org.p2f.numerics.data;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;

/**
 * Takes the images of an import as they come. Pixels go to a file beside the target, which is gone
 * when the sink is closed; only labels and sums stay in memory.
 */
final class ImageSink implements AutoCloseable {
  /** Largest data set, in bytes of pixels: a bound for what a small hostile file can unpack to. */
  private static final long LARGEST = 64L << 30;

  private static final int BUFFER = 1 << 20;
  private static final int REPORT_EVERY = 256;

  /** Hears of every few images. */
  interface Watcher {
    void imagesRead(long images);
  }

  private final BlockMeans reduction;
  private final byte[] reduced;
  private final ImageShape shape;
  private final int factors;
  private final DatasetOptions options;
  private final Watcher watcher;
  private final Path spool;
  private final FileChannel channel;
  private final OutputStream out;
  private final Map<Split, Integer> taken = new EnumMap<>(Split.class);
  private final ChannelStatistics statistics;

  private int[] labels = new int[1024];
  private byte[] splits = new byte[1024];
  private int size;
  private long read;

  /**
   * @param source shape of the images that come in
   * @throws InvalidData if they cannot be reduced to the size that the options ask for
   */
  ImageSink(Path target, ImageShape source, int factors, DatasetOptions options, Watcher watcher)
      throws IOException {
    this.reduction =
        options.imageSize() == null
            ? new BlockMeans(source, 1)
            : BlockMeans.to(options.imageSize(), source, options.name());
    this.shape = reduction.shape();
    this.reduced = new byte[shape.bytes()];
    this.factors = factors;
    this.options = options;
    this.watcher = watcher;
    this.statistics = new ChannelStatistics(shape);
    this.spool = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".pixels");
    this.channel = FileChannel.open(spool, CREATE_NEW, READ, WRITE);
    this.out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
  }

  /**
   * @param split {@link Split#TRAIN} for images of which some will be drawn for validation
   * @param imageLabels one a factor
   * @param pixels holds an image from {@code offset} on
   */
  void accept(Split split, int[] imageLabels, byte[] pixels, int offset) throws IOException {
    read++;
    if (read % REPORT_EVERY == 0) {
      watcher.imagesRead(read);
    }
    if (!options.takes(split, taken(split))) {
      return;
    }
    if ((size + 1L) * shape.bytes() > LARGEST) {
      throw new InvalidData(
          options.name(), "the images take more than %d GiB".formatted(LARGEST >> 30));
    }
    reduction.reduce(pixels, offset, reduced);
    out.write(reduced);
    if (split != Split.TEST) {
      statistics.add(reduced, 0);
    }
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

  /** Shape of the images taken. */
  ImageShape shape() {
    return shape;
  }

  /** Images taken, which limits may have made fewer than were read. */
  int size() {
    return size;
  }

  long imagesRead() {
    return read;
  }

  int taken(Split split) {
    return taken.getOrDefault(split, 0);
  }

  /** Moves the n-th, … of the training images to validation. */
  void moveToValidation(int[] ordinals) {
    int[] training = new int[taken(Split.TRAIN)];
    for (int image = 0, n = 0; image < size; image++) {
      if (splits[image] == Split.TRAIN.code()) {
        training[n++] = image;
      }
    }
    for (int ordinal : ordinals) {
      splits[training[ordinal]] = (byte) Split.VALIDATION.code();
    }
    taken.merge(Split.TRAIN, -ordinals.length, Integer::sum);
    taken.merge(Split.VALIDATION, ordinals.length, Integer::sum);
  }

  MemorySegment labels() {
    return MemorySegment.ofArray(Arrays.copyOf(labels, size * factors));
  }

  MemorySegment splits() {
    return MemorySegment.ofArray(Arrays.copyOf(splits, size));
  }

  /** All pixels taken, mapped; lives as long as the arena. */
  MemorySegment pixels(Arena arena) throws IOException {
    out.flush();
    return channel.map(MapMode.READ_ONLY, 0, (long) size * shape.bytes(), arena);
  }

  ChannelStatistics statistics() {
    return statistics;
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      Files.deleteIfExists(spool);
    }
  }
}
