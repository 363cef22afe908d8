package org.p2f.cluster.index;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.p2f.catalog.job.Blame;
import org.p2f.catalog.job.JobExecution;
import org.p2f.catalog.job.JobFailure;
import org.p2f.catalog.job.WorkspaceFiles;
import org.p2f.cluster.IndexedJobs;
import tools.jackson.databind.json.JsonMapper;

/**
 * Has the parts of a job done by indexes on a cluster. Each writes what it has made into the job's
 * workspace, or keeps it for the job; the worker waits until all is there.
 */
public final class IndexedWork {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Pauses until what another node has written is seen in a folder of a network's file system. */
  private static final int LATE = 60;

  private final JobExecution job;
  private final IndexedJobs cluster;
  private final WorkspaceFiles files;
  private final JsonMapper json;
  private String phase = "";

  public IndexedWork(JobExecution job, IndexedJobs cluster, WorkspaceFiles files, JsonMapper json) {
    this.job = job;
    this.cluster = cluster;
    this.files = files;
    this.json = json;
  }

  /**
   * What the indexes make.
   *
   * @param phase of the job while they do
   * @param unit in which progress counts, such as {@code encodings}
   * @param all of them
   * @param done how many of them are in the workspace
   */
  public record Made(String phase, String unit, long all, Count done) {}

  /** Counted anew at each call. */
  @FunctionalInterface
  public interface Count {
    long get() throws IOException;
  }

  /**
   * Starts the indexes unless all is there or they run, and waits for what they make.
   *
   * @param indexes at least 1
   * @param size what each of them but the last does, in the job's own units
   * @return false if the job was asked to stop before the end. If it is only this process that
   *     ends, the indexes go on, and who takes the job over finds them.
   * @throws JobFailure if an index failed for good
   */
  public boolean run(int indexes, int size, Made made) throws IOException, InterruptedException {
    files.load(job.jobId(), job.workspace());
    long before = made.done().get();
    if (before == made.all()) {
      return true;
    }
    cluster.start(
        new IndexedJobs.Work(
            job.jobId(),
            indexes,
            true, // without one of them there is no result
            told(size)));
    return await(before, made);
  }

  private Map<String, String> told(int size) {
    var told = new HashMap<String, String>();
    told.put(IndexSettings.JOB, job.jobId());
    told.put(IndexSettings.SIZE, Integer.toString(size));
    if (files.areShared()) {
      told.put(IndexSettings.WORKSPACE, job.workspace().toAbsolutePath().toString());
    }
    return told;
  }

  private boolean await(long before, Made made) throws IOException, InterruptedException {
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
      long done = made.done().get(); // after the look: who has succeeded has written all
      enter(look.state() == IndexedJobs.State.SUSPENDED ? "suspended" : made.phase());
      job.progress((double) done / made.all(), done - before, made.unit());
      if (done == made.all()) {
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
        "All indexes have succeeded, but not all that they made is in %s: workspaces need a volume that all pods share, or p2f.workspace.shared=false"
            .formatted(job.workspace()));
  }
}
