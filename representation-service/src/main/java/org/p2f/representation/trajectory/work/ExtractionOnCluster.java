package org.p2f.representation.trajectory.work;

import java.io.IOException;
import java.nio.file.Path;
import org.p2f.catalog.job.JobExecution;
import org.p2f.cluster.index.IndexedWork;
import org.p2f.numerics.trajectory.TrajectoriesWriter;

/**
 * Has a data set represented by the indexes of a job on a cluster, a run of shards each; when all
 * shards are there, the worker makes the trajectories of them.
 */
final class ExtractionOnCluster {
  private final JobExecution job;
  private final Extraction extraction;
  private final IndexedWork work;
  private final int imagesPerIndex;

  ExtractionOnCluster(
      JobExecution job, Extraction extraction, IndexedWork work, int imagesPerIndex) {
    this.job = job;
    this.extraction = extraction;
    this.work = work;
    this.imagesPerIndex = imagesPerIndex;
  }

  /**
   * Represents what is not represented yet.
   *
   * @param target where the trajectories appear, whole; the shards lie beside
   * @return false if the job was asked to stop before the end
   * @throws org.p2f.catalog.job.JobFailure if an index failed for good
   */
  boolean run(Path target) throws IOException, InterruptedException {
    TrajectoriesWriter writer = extraction.join(target);
    long all = extraction.encodings();
    var made =
        new IndexedWork.Made(
            "encoding",
            ExtractionHere.UNIT,
            all,
            () -> {
              writer.refresh();
              return all - extraction.missing(writer);
            });
    int indexes = Shard.indexes(extraction.header(), imagesPerIndex);
    if (!work.run(indexes, imagesPerIndex, made)) {
      return false;
    }
    job.phase("writing");
    extraction.finish(writer);
    return true;
  }
}
