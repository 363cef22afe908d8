package org.p2f.catalog.job;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.Page;
import org.p2f.catalog.ServiceRole;
import org.p2f.catalog.access.Callers;
import org.p2f.catalog.artifact.ArtifactRecords;
import org.p2f.catalog.persistence.Identifier;
import org.p2f.catalog.persistence.Keyset;
import org.springframework.data.domain.Limit;
import org.springframework.transaction.support.TransactionTemplate;

/** The jobs in the database. */
class RecordedJobs implements Jobs {
  private final ServiceRole service;
  private final EntityManager entities;
  private final JobRows rows;
  private final JobEventRows events;
  private final ArtifactRecords artifacts;
  private final JobSubmissions submissions;
  private final HandlerRegistry handlers;
  private final JobLog log;
  private final Workspaces workspaces;
  private final TransactionTemplate transaction;
  private final Clock clock;

  RecordedJobs(
      ServiceRole service,
      EntityManager entities,
      JobRows rows,
      JobEventRows events,
      ArtifactRecords artifacts,
      JobSubmissions submissions,
      HandlerRegistry handlers,
      JobLog log,
      Workspaces workspaces,
      TransactionTemplate transaction,
      Clock clock) {
    this.service = service;
    this.entities = entities;
    this.rows = rows;
    this.events = events;
    this.artifacts = artifacts;
    this.submissions = submissions;
    this.handlers = handlers;
    this.log = log;
    this.workspaces = workspaces;
    this.transaction = transaction;
    this.clock = clock;
  }

  @Override
  public Job submit(JobSubmission submission) {
    return submissions.submit(submission, Lane.of(handlers.require(submission.kind())));
  }

  @Override
  public Optional<Job> find(String id) {
    return Identifier.isPossible(id)
        ? transaction.execute(
            status ->
                rows.findByIdAndServiceAndDeletionIdIsNull(id, service.serviceName())
                    .filter(RecordedJobs::isVisible)
                    .map(this::toJob))
        : Optional.empty();
  }

  @Override
  public Page<Job> list(
      @Nullable String kind, @Nullable JobState state, @Nullable String cursor, int limit) {
    Keyset keyset =
        new Keyset("job", cursor, limit)
            .without("deletion_id")
            .filter("service", service.serviceName())
            .filter("kind", kind)
            .filter("state", state == null ? null : state.name());
    return transaction.execute(
        status -> {
          Page<JobRow> page = keyset.fetch(entities, JobRow.class, JobRow::place);
          Map<String, List<String>> made =
              artifacts.idsOfJobs(page.items().stream().map(JobRow::id).toList());
          return page.map(job -> job.toJob(made.getOrDefault(job.id(), List.of())));
        });
  }

  @Override
  public Optional<Job> cancel(String id) {
    if (!Identifier.isPossible(id)) {
      return Optional.empty();
    }
    Optional<Job> cancelled =
        transaction.execute(
            status ->
                rows.lock(id, service.serviceName())
                    .filter(job -> !job.isDeleted() && isVisible(job))
                    .map(this::cancel)
                    .map(this::toJob));
    cancelled.filter(job -> job.state().isFinal()).ifPresent(job -> workspaces.remove(job.id()));
    return cancelled;
  }

  @Override
  public List<JobEvent> events(String id, long afterSequence, int limit) {
    if (find(id).isEmpty()) {
      return List.of();
    }
    return transaction.execute(
        status ->
            events.findAfter(id, afterSequence, Limit.of(limit)).stream()
                .map(JobEventRow::toEvent)
                .toList());
  }

  private static boolean isVisible(JobRow job) {
    return Callers.current().sees(job.project());
  }

  private JobRow cancel(JobRow job) {
    Callers.current().requireMember(job.project());
    JobState before = job.state();
    if (before.isFinal()) {
      throw new AlreadyFinished(job.id(), before);
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    job.cancel(now);
    if (job.state() != before) {
      log.state(job, now);
    }
    return job;
  }

  private Job toJob(JobRow job) {
    return job.toJob(artifacts.idsOfJobs(List.of(job.id())).getOrDefault(job.id(), List.of()));
  }
}
