package org.p2f.representation.trajectory.work;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.p2f.catalog.job.Blame;
import org.p2f.catalog.job.JobExecution;
import org.p2f.catalog.job.JobFailure;
import org.p2f.catalog.job.WorkspaceFiles;
import org.p2f.cluster.IndexedJobs;
import org.p2f.numerics.trajectory.TrajectoriesWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Has a data set represented by the indexes of a job on a cluster. Each writes its shards into the
 * job's workspace, or keeps them for it; when all are there, the worker makes the trajectories of
 * them.
 */
final class ExtractionOnCluster {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Pauses until what another node has written is seen in a folder of a network's file system. */
  private static final int LATE = 60;

  private final JobExecution job;
  private final Extraction extraction;
  private final IndexedJobs cluster;
  private final int imagesPerIndex;
  private final WorkspaceFiles files;
  private final JsonMapper json;
  private final long all;
  private String phase = "";

  ExtractionOnCluster(
      JobExecution job,
      Extraction extraction,
      IndexedJobs cluster,
      int imagesPerIndex,
      WorkspaceFiles files,
      JsonMapper json) {
    this.job = job;
    this.extraction = extraction;
    this.cluster = cluster;
    this.imagesPerIndex = imagesPerIndex;
    this.files = files;
    this.json = json;
    this.all = extraction.encodings();
  }

  /**
   * Represents what is not represented yet.
   *
   * @param target where the trajectories appear, whole; the shards lie beside
   * @return false if the job was asked to stop before the end. If it is only this process that
   *     ends, the indexes go on, and who takes the job over finds them.
   * @throws JobFailure if an index failed for good
   */
  boolean run(Path target) throws IOException, InterruptedException {
    TrajectoriesWriter writer = extraction.join(target);
    if (extraction.missing(writer) > 0) {
      cluster.start(
          new IndexedJobs.Work(
              job.jobId(),
              Shard.indexes(extraction.header(), imagesPerIndex),
              true, // without one of them there is no result
              told()));
      if (!await(writer)) {
        return false;
      }
    }
    job.phase("writing");
    extraction.finish(writer);
    return true;
  }

  private Map<String, String> told() {
    var told = new HashMap<String, String>();
    told.put(IndexSettings.JOB, job.jobId());
    told.put(IndexSettings.IMAGES, Integer.toString(imagesPerIndex));
    if (files.areShared()) {
      told.put(IndexSettings.WORKSPACE, job.workspace().toAbsolutePath().toString());
    }
    return told;
  }

  private boolean await(TrajectoriesWriter writer) throws IOException, InterruptedException {
    long before = all - extraction.missing(writer);
    for (int late = 0; ; ) {
      JobExecution.Stop stop = job.stop();
      if (stop != JobExecution.Stop.NONE) {
        if (stop == JobExecution.Stop.CANCEL) {
          cluster.delete(job.jobId());
        }
        return false;
      }
      IndexedJobs.Look look = cluster.look(job.jobId());
      files.load(job.jobId(), job.workspace());
      writer.refresh(); // after the look: who has succeeded has written all
      long done = all - extraction.missing(writer);
      enter(look.state() == IndexedJobs.State.SUSPENDED ? "suspended" : "encoding");
      job.progress((double) done / all, done - before, ExtractionHere.UNIT);
      if (done == all) {
        return true;
      }
      switch (look.state()) {
        case FAILED -> throw failed(look);
        case MISSING ->
            throw new IOException(
                "The indexes of job %s were removed by somebody".formatted(job.jobId()));
        case SUCCEEDED -> {
          late++;
          if (late > LATE) {
            throw missing();
          }
        }
        case SUSPENDED, RUNNING -> {}
      }
      Thread.sleep(PAUSE);
    }
  }

  private void enter(String name) {
    if (!phase.equals(name)) {
      job.phase(name);
      phase = name;
    }
  }

  private JobFailure failed(IndexedJobs.Look look) throws IOException {
    cluster.delete(job.jobId());
    return look.failed().stream()
        .findFirst()
        .map(failed -> IndexFailure.of(failed, json))
        .orElseGet(
            () ->
                new JobFailure(
                    "index-failed", Blame.INFRASTRUCTURE, "The cluster has ended the indexes"));
  }

  private JobFailure missing() throws IOException {
    cluster.delete(job.jobId());
    return new JobFailure(
        "shards-missing",
        Blame.INFRASTRUCTURE,
        "All indexes have succeeded, but their shards are not in %s: workspaces need a volume that all pods share, or p2f.workspace.shared=false"
            .formatted(job.workspace()));
  }
}
