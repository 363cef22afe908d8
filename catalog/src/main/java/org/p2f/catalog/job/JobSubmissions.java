package org.p2f.catalog.job;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.p2f.catalog.ServiceRole;
import org.p2f.catalog.access.Callers;
import org.p2f.catalog.artifact.ArtifactRecords;
import org.p2f.catalog.persistence.CanonicalJson;
import org.p2f.catalog.persistence.Identifier;
import org.p2f.catalog.trace.Traces;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Records and schedules new jobs; a key that was used before leads to its job. */
class JobSubmissions {
  /** How long a request waits for another with the same key before it is told of it. */
  private static final Duration KEY_WAIT = Duration.ofSeconds(2);

  private final ServiceRole service;
  private final EntityManager entities;
  private final IdempotencyKeyRows keys;
  private final JobRows rows;
  private final ArtifactRecords artifacts;
  private final JobLog log;
  private final DispatchQueue queue;
  private final Traces traces;
  private final TransactionTemplate transaction;
  private final Clock clock;

  JobSubmissions(
      ServiceRole service,
      EntityManager entities,
      IdempotencyKeyRows keys,
      JobRows rows,
      ArtifactRecords artifacts,
      JobLog log,
      DispatchQueue queue,
      Traces traces,
      TransactionTemplate transaction,
      Clock clock) {
    this.service = service;
    this.entities = entities;
    this.keys = keys;
    this.rows = rows;
    this.artifacts = artifacts;
    this.log = log;
    this.queue = queue;
    this.traces = traces;
    this.transaction = transaction;
    this.clock = clock;
  }

  Job submit(JobSubmission submission, Lane lane) {
    String key = submission.idempotencyKey();
    if (key == null) {
      return transaction.execute(status -> insert(submission, lane, newId()));
    }
    try {
      return transaction.execute(status -> insertOnce(submission, lane, key));
    } catch (PessimisticLockingFailureException e) {
      throw new IdempotencyConflict(key, IdempotencyConflict.Kind.IN_FLIGHT);
    }
  }

  private Job insertOnce(JobSubmission submission, Lane lane, String key) {
    String subject = Objects.requireNonNullElse(submission.submittedBy(), "");
    String body = digest(submission);
    String id = newId();
    keys.limitLockWait(Long.toString(KEY_WAIT.toMillis()));
    if (keys.insert(service.serviceName(), subject, key, body, id, now()) == 1) {
      return insert(submission, lane, id);
    }
    return keys.findById(new IdempotencyKeyRow.Key(service.serviceName(), subject, key))
        .filter(earlier -> earlier.isFor(body))
        .flatMap(earlier -> rows.findByIdAndService(earlier.jobId(), service.serviceName()))
        .map(
            job ->
                job.toJob(artifacts.idsOfJobs(List.of(job.id())).getOrDefault(job.id(), List.of())))
        .orElseThrow(() -> new IdempotencyConflict(key, IdempotencyConflict.Kind.OTHER_BODY));
  }

  private Job insert(JobSubmission submission, Lane lane, String id) {
    artifacts.requireRecorded(submission.inputs());
    Instant now = now();
    var job =
        new JobRow(
            id,
            service.serviceName(),
            submission,
            Callers.current().project(),
            traces.current(),
            now);
    entities.persist(job);
    log.state(job, now);
    entities.flush();
    queue.add(lane, id, now);
    return job.toJob(List.of());
  }

  private String newId() {
    return Identifier.next(service.jobPrefix(), clock.instant());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static String digest(JobSubmission submission) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("kind", submission.kind());
    body.put("project", Callers.current().project());
    JsonNode request = submission.request();
    if (request == null) {
      body.set("plan", submission.plan());
      submission.inputs().forEach(body.putArray("inputs")::add);
    } else {
      body.set("request", request);
    }
    return CanonicalJson.sha256(body);
  }
}
