package org.p2f.downstream.evaluation.work;

import java.io.IOException;
import java.util.Optional;
import org.p2f.catalog.job.JobExecution;
import org.p2f.catalog.job.WorkspaceFiles;
import org.p2f.cluster.IndexedJobs;
import org.p2f.cluster.index.IndexedWork;
import org.p2f.downstream.evaluation.EvaluationPlan;
import org.p2f.downstream.head.work.FinishedParts;
import org.p2f.downstream.head.work.SourceTrajectories;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Has the parts of a large evaluation done by indexes, where there is a cluster. */
@Component
final class EvaluationIndexes {
  private final Optional<IndexedJobs> cluster;
  private final EvaluationIndexesProperties properties;
  private final SourceTrajectories sources;
  private final FinishedParts finished;
  private final WorkspaceFiles files;
  private final JsonMapper json;

  EvaluationIndexes(
      ObjectProvider<IndexedJobs> cluster,
      EvaluationIndexesProperties properties,
      SourceTrajectories sources,
      FinishedParts finished,
      WorkspaceFiles files,
      JsonMapper json) {
    this.cluster = Optional.ofNullable(cluster.getIfAvailable());
    this.properties = properties;
    this.sources = sources;
    this.finished = finished;
    this.files = files;
    this.json = json;
  }

  /**
   * Has the parts that are not done yet done, if there are enough of them for indexes.
   *
   * @return false if the job was asked to stop before the end
   * @throws org.p2f.catalog.job.JobFailure if an index failed for good
   */
  boolean run(JobExecution job, EvaluationPlan plan) throws IOException, InterruptedException {
    if (cluster.isEmpty()) {
      return true;
    }
    var parts = EvaluationPart.of(plan, sources);
    if (parts.size() < properties.minParts()) {
      return true;
    }
    int size = properties.partsPerIndex();
    var made =
        new IndexedWork.Made(
            "training heads",
            "parts",
            parts.size(),
            () -> parts.stream().filter(part -> finished.isThere(job, part.number())).count());
    return new IndexedWork(job, cluster.get(), files, json)
        .run(Math.ceilDiv(parts.size(), size), size, made);
  }

  /** Ends the indexes that run for a job, if there are any. */
  void end(JobExecution job) throws IOException {
    if (cluster.isPresent()) {
      cluster.get().delete(job.jobId());
    }
  }
}
