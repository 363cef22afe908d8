package org.p2f.catalog.job;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactRecords;
import org.p2f.catalog.webhook.Outbox;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Appends to a job's events, in the transaction that holds the lock on its row, and notes for
 * webhooks that it has ended.
 */
class JobLog {
  private final EntityManager entities;
  private final JobEventRows rows;
  private final ArtifactRecords artifacts;
  private final Outbox outbox;

  JobLog(EntityManager entities, JobEventRows rows, ArtifactRecords artifacts, Outbox outbox) {
    this.entities = entities;
    this.rows = rows;
    this.artifacts = artifacts;
    this.outbox = outbox;
  }

  void append(JobRow job, String type, JsonNode data, Instant now) {
    entities.persist(new JobEventRow(job.id(), job.nextEvent(), type, data, now));
  }

  /** Of a job that has just come to another state. */
  void state(JobRow job, Instant now) {
    ObjectNode data = object().put("state", lowerCase(job.state())).put("attempt", job.attempt());
    Job.Failure failure = job.failure();
    if (failure != null) {
      data.putObject("failure")
          .put("code", failure.code())
          .put("blame", lowerCase(failure.blame()))
          .put("detail", failure.detail());
    }
    append(job, "state", data, now);
    if (job.state().isFinal()) {
      outbox.add(
          job.ended(artifacts.idsOfJobs(List.of(job.id())).getOrDefault(job.id(), List.of()), now));
    }
  }

  /**
   * @param pause before the job is tried again
   * @param limit of retries
   */
  void retry(JobRow job, Job.Failure failure, Duration pause, int limit, Instant now) {
    append(
        job,
        "retry",
        object()
            .put("retry", job.retries())
            .put("limit", limit)
            .put("afterMillis", pause.toMillis())
            .put("code", failure.code())
            .put("detail", failure.detail()),
        now);
  }

  void phase(JobRow job, String name, Instant now) {
    append(job, "phase", object().put("phase", name), now);
  }

  void artifact(JobRow job, Artifact artifact, Instant now) {
    append(
        job,
        "artifact",
        object().put("id", artifact.id()).put("kind", lowerCase(artifact.kind())),
        now);
  }

  /** Takes the place of the progress before. */
  void progress(JobRow job, Progress progress, Instant now) {
    rows.deleteProgress(job.id());
    ObjectNode data = object().put("progress", progress.fraction());
    if (progress.rate() != null) {
      data.put("rate", progress.rate()).put("rateUnit", progress.unit());
    }
    if (progress.eta() != null) {
      data.put("etaSeconds", progress.eta().toSeconds());
    }
    append(job, "progress", data, now);
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
