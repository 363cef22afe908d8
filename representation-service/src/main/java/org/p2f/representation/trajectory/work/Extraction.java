package org.p2f.representation.trajectory.work;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Optional;
import org.p2f.catalog.job.JobExecution;
import org.p2f.numerics.tensor.DataType;
import org.p2f.numerics.trajectory.RowRange;
import org.p2f.numerics.trajectory.TrajectoriesHeader;
import org.p2f.numerics.trajectory.TrajectoriesWriter;
import org.p2f.spec.data.TrajectorySplit;

/**
 * Encodes a data set in shards of consecutive images. Where shards begin depends on nothing but the
 * data set, so whoever goes on after a stop, on as many threads, computes the same bytes.
 */
final class Extraction {
  /** Images of a shard. */
  static final int SHARD = 128;

  private static final String UNIT = "encodings";

  private final JobExecution job;
  private final ExtractionImages images;
  private final TrajectoriesHeader header;
  private final TrajectoriesWriter writer;
  private final long all;
  private final long before;
  private long done;

  /**
   * @param stored in which type codes are stored: F32 or F16
   * @param target where the trajectories appear, whole; what an earlier attempt encoded lies beside
   */
  Extraction(
      JobExecution job,
      ExtractionImages images,
      TrajectoriesHeader header,
      DataType stored,
      Path target)
      throws IOException {
    this.job = job;
    this.images = images;
    this.header = header;
    this.writer = TrajectoriesWriter.open(target, header, stored);
    int times = header.times().size();
    this.all = (long) (header.train() + header.test()) * times;
    long missing = 0;
    for (var split : TrajectorySplit.values()) {
      missing += writer.missing(split).stream().mapToLong(RowRange::size).sum() * times;
    }
    this.before = all - missing;
  }

  /**
   * Represents what is not represented yet.
   *
   * @param threads of the network's engine
   * @return false if the job was asked to stop before the end
   */
  boolean run(Representer network, int threads) throws IOException {
    job.phase("encoding");
    try (var shards = new ShardEncoder(network, images, header.times(), SHARD, threads)) {
      for (var split : TrajectorySplit.values()) {
        for (RowRange gap : writer.missing(split)) {
          if (!fill(split, gap, shards)) {
            return false;
          }
        }
      }
    }
    job.phase("writing");
    writer.finish(images.labels(TrajectorySplit.TRAIN), images.labels(TrajectorySplit.TEST));
    return true;
  }

  private boolean fill(TrajectorySplit split, RowRange gap, ShardEncoder shards)
      throws IOException {
    for (int from = gap.from(); from < gap.to(); ) {
      int to = Math.min(gap.to(), (from / SHARD + 1) * SHARD);
      Optional<MemorySegment> codes = shards.encode(split, from, to, this::goOn);
      if (codes.isEmpty()) {
        return false;
      }
      writer.write(split, from, codes.get());
      from = to;
    }
    return true;
  }

  private boolean goOn(int encoded) {
    done += encoded;
    job.progress((double) (before + done) / all, done, UNIT);
    return job.stop() == JobExecution.Stop.NONE;
  }
}
