package org.p2f.catalog.job;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hibernate.annotations.BatchSize;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.persistence.Cursor;
import org.p2f.catalog.persistence.JsonText;
import org.p2f.catalog.webhook.EndedWork;
import org.p2f.catalog.webhook.Outcome;
import tools.jackson.databind.JsonNode;

@Entity
@Table(name = "job")
@DynamicUpdate
class JobRow {
  @Id private String id;
  private String service;
  private String kind;

  @Enumerated(EnumType.STRING)
  private JobState state;

  @Convert(converter = JsonText.class)
  private JsonNode plan;

  private @Nullable String phase;
  private double progress;
  private @Nullable Double rate;
  private @Nullable String rateUnit;
  private @Nullable Long etaMillis;
  private int attempt;
  private int deaths;
  private int retries;
  private double bestProgress;
  private long lastEvent;
  private @Nullable String failureCode;

  @Enumerated(EnumType.STRING)
  private @Nullable Blame failureBlame;

  private @Nullable String failureDetail;
  private @Nullable String submittedBy;
  private String project;
  private @Nullable String traceparent;
  private Instant createdAt;
  private @Nullable Instant startedAt;
  private @Nullable Instant finishedAt;
  private @Nullable String deletionId;

  @ElementCollection
  @CollectionTable(name = "job_phase", joinColumns = @JoinColumn(name = "job_id"))
  @OrderColumn(name = "ordinal")
  @BatchSize(size = 100)
  private List<PhaseRow> phases = new ArrayList<>();

  @ElementCollection
  @CollectionTable(name = "job_input", joinColumns = @JoinColumn(name = "job_id"))
  @OrderColumn(name = "ordinal")
  @Column(name = "artifact_id")
  private List<String> inputs = new ArrayList<>();

  @SuppressWarnings("NullAway.Init") // Hibernate fills the fields
  protected JobRow() {}

  JobRow(
      String id,
      String service,
      JobSubmission submission,
      String project,
      @Nullable String traceparent,
      Instant now) {
    this.id = id;
    this.service = service;
    kind = submission.kind();
    state = JobState.QUEUED;
    plan = submission.plan();
    submittedBy = submission.submittedBy();
    this.project = project;
    this.traceparent = traceparent;
    createdAt = now;
    inputs.addAll(submission.inputs());
  }

  String id() {
    return id;
  }

  String service() {
    return service;
  }

  String kind() {
    return kind;
  }

  JobState state() {
    return state;
  }

  JsonNode plan() {
    return plan;
  }

  int attempt() {
    return attempt;
  }

  @Nullable String phase() {
    return phase;
  }

  /** How many workers died over it since it last came further than ever before. */
  int deaths() {
    return deaths;
  }

  /** How often it was tried again since it last came further than ever before. */
  int retries() {
    return retries;
  }

  String project() {
    return project;
  }

  /** The trace of the request that made it; null for none. */
  @Nullable String traceparent() {
    return traceparent;
  }

  Instant createdAt() {
    return createdAt;
  }

  boolean isDeleted() {
    return deletionId != null;
  }

  Cursor place() {
    return new Cursor(createdAt, id);
  }

  long nextEvent() {
    return ++lastEvent;
  }

  void claim(Instant now) {
    countProgress();
    if (state.isClaimed()) {
      deaths++;
    }
    become(state.claim(), now);
    attempt++;
    startedAt = startedAt == null ? now : startedAt;
    forgetRate();
  }

  void cancel(Instant now) {
    become(state.cancel(), now);
  }

  void handBack(Instant now) {
    deaths = 0;
    become(state.handBack(), now);
    forgetRate();
  }

  /** Whether it may be tried again, at most that often without progress. */
  boolean mayRetry(int limit) {
    countProgress();
    return retries < limit;
  }

  /** Waits for its infrastructure to mend. */
  void retry(Instant now) {
    retries++;
    handBack(now);
  }

  private void countProgress() {
    if (progress > bestProgress) {
      bestProgress = progress;
      deaths = 0;
      retries = 0;
    }
  }

  void succeed(Instant now) {
    become(state.succeed(), now);
    progress = 1;
  }

  void fail(Job.Failure failure, Instant now) {
    become(state.fail(), now);
    failureCode = failure.code();
    failureBlame = failure.blame();
    failureDetail = failure.detail();
  }

  void enter(String phaseName, Instant now) {
    phase = phaseName;
    phases.add(new PhaseRow(phaseName, now));
    forgetRate();
  }

  void report(Progress now) {
    progress = now.fraction();
    rate = now.rate();
    rateUnit = now.unit();
    etaMillis = now.eta() == null ? null : now.eta().toMillis();
  }

  Job toJob(List<String> artifacts) {
    return new Job(
        id,
        service,
        kind,
        state,
        plan,
        phase,
        phases.stream().map(PhaseRow::toPhaseStart).toList(),
        progress,
        rate,
        rateUnit,
        etaMillis == null ? null : Duration.ofMillis(etaMillis),
        attempt,
        failure(),
        submittedBy,
        project,
        createdAt,
        startedAt,
        finishedAt,
        artifacts);
  }

  /**
   * @param artifacts ids of what it made
   */
  EndedWork ended(List<String> artifacts, Instant now) {
    return new EndedWork(
        EndedWork.Type.JOB,
        id,
        kind,
        Outcome.valueOf(state.name()),
        submittedBy,
        project,
        createdAt,
        startedAt,
        now,
        failureCode == null || failureBlame == null || failureDetail == null
            ? null
            : new EndedWork.Failure(
                failureCode, failureBlame.name().toLowerCase(Locale.ROOT), failureDetail),
        artifacts);
  }

  Job.@Nullable Failure failure() {
    return failureCode == null || failureBlame == null || failureDetail == null
        ? null
        : new Job.Failure(failureCode, failureBlame, failureDetail);
  }

  private void become(JobState next, Instant now) {
    state = next;
    if (next.isFinal()) {
      finishedAt = now;
      etaMillis = null;
    }
  }

  private void forgetRate() {
    rate = null;
    rateUnit = null;
    etaMillis = null;
  }
}
