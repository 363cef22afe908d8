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
import java.util.UUID;
import org.p2f.spec.data.Split;

/**
 * A sink that keeps the pixels too, in a file beside the target, which is gone when the sink is
 * closed; only labels and sums stay in memory.
 */
final class PixelSpool extends ImageSink implements AutoCloseable {
  /** Largest data set, in bytes of pixels: a bound for what a small hostile file can unpack to. */
  private static final long LARGEST = 64L << 30;

  private static final int BUFFER = 1 << 20;

  private final BlockMeans reduction;
  private final byte[] reduced;
  private final ImageShape shape;
  private final String name;
  private final Path spool;
  private final FileChannel channel;
  private final OutputStream out;
  private final ChannelStatistics statistics;

  /**
   * @param source shape of the images that come in
   * @throws InvalidData if they cannot be reduced to the size that the options ask for
   */
  PixelSpool(Path target, ImageShape source, int factors, DatasetOptions options, Watcher watcher)
      throws IOException {
    super(factors, options, watcher);
    this.reduction = BlockMeans.of(options, source);
    this.shape = reduction.shape();
    this.reduced = new byte[shape.bytes()];
    this.name = options.name();
    this.statistics = new ChannelStatistics(shape);
    this.spool = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".pixels");
    this.channel = FileChannel.open(spool, CREATE_NEW, READ, WRITE);
    this.out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
  }

  @Override
  void keep(Split split, byte[] pixels, int offset) throws IOException {
    if ((size() + 1L) * shape.bytes() > LARGEST) {
      throw new InvalidData(name, "the images take more than %d GiB".formatted(LARGEST >> 30));
    }
    reduction.reduce(pixels, offset, reduced);
    out.write(reduced);
    if (split != Split.TEST) {
      statistics.add(reduced, 0);
    }
  }

  /** Shape of the images taken. */
  ImageShape shape() {
    return shape;
  }

  /** All pixels taken, mapped; lives as long as the arena. */
  MemorySegment pixels(Arena arena) throws IOException {
    out.flush();
    return channel.map(MapMode.READ_ONLY, 0, (long) size() * shape.bytes(), arena);
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
