package org.p2f.representation.trajectory.work;

import java.io.IOException;
import java.nio.file.Path;
import org.p2f.catalog.job.JobExecution;
import org.p2f.numerics.trajectory.TrajectoriesWriter;

/** Represents a data set in the worker's own process, one shard after the other. */
final class ExtractionHere {
  /** What progress counts. */
  static final String UNIT = "encodings";

  private final JobExecution job;
  private final Extraction extraction;
  private final long all;
  private long before;
  private long done;

  ExtractionHere(JobExecution job, Extraction extraction) {
    this.job = job;
    this.extraction = extraction;
    this.all = extraction.encodings();
  }

  /**
   * Represents what is not represented yet.
   *
   * @param target where the trajectories appear, whole; what an earlier attempt encoded lies beside
   * @param threads of the network's engine
   * @return false if the job was asked to stop before the end
   */
  boolean run(Path target, int threads) throws IOException {
    TrajectoriesWriter writer = extraction.open(target);
    before = all - extraction.missing(writer);
    job.phase("encoding");
    var shards = Shard.missing(Shard.of(extraction.header()), writer);
    if (!extraction.write(shards, writer, job, threads, this::goOn)) {
      return false;
    }
    job.phase("writing");
    extraction.finish(writer);
    return true;
  }

  private boolean goOn(int encoded) {
    done += encoded;
    job.progress((double) (before + done) / all, done, UNIT);
    return job.stop() == JobExecution.Stop.NONE;
  }
}
