package org.p2f.catalog.job;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactDraft;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.ArtifactRecords;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.catalog.artifact.SealedDraft;
import org.p2f.catalog.trace.Traces;
import tools.jackson.databind.JsonNode;

/** One claim of a job by this process. Its handler's thread alone uses it. */
final class Attempt implements JobExecution, AutoCloseable {
  private static final Duration WRITE_INTERVAL = Duration.ofSeconds(1);
  private static final Duration READ_INTERVAL = Duration.ofMillis(500);

  private final Claim claim;
  private final Path workspace;
  private final Means means;
  private final AttemptTrace trace;
  private final BooleanSupplier shuttingDown;
  private final ProgressMeter meter = new ProgressMeter();
  private final List<ArtifactDraft> drafts = new ArrayList<>();
  private final List<SealedDraft> results = new ArrayList<>();
  private Stop stop = Stop.NONE;
  private Instant nextWrite = Instant.MIN;
  private Instant nextRead = Instant.MIN;

  Attempt(
      Claim claim, Path workspace, Means means, AttemptTrace trace, BooleanSupplier shuttingDown) {
    this.claim = claim;
    this.workspace = workspace;
    this.means = means;
    this.trace = trace;
    this.shuttingDown = shuttingDown;
  }

  /**
   * What a claim found in the job's row.
   *
   * @param traceparent the trace of the request that made the job; null for none
   * @param failure why the job is to be ended instead of carried on; null to carry it on
   */
  record Claim(
      String jobId,
      String kind,
      JsonNode plan,
      int attempt,
      Instant createdAt,
      @Nullable String traceparent,
      Job.@Nullable Failure failure) {

    /** The same, of a job that cannot succeed. */
    Claim withFailure(Job.Failure why) {
      return new Claim(jobId, kind, plan, attempt, createdAt, traceparent, why);
    }
  }

  /** What all attempts use. */
  record Means(
      JobFence fence,
      JobLog log,
      Artifacts artifacts,
      ArtifactRecords records,
      WorkspaceFiles files,
      Traces traces,
      Clock clock) {
    Instant now() {
      return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
  }

  /** What the handler was told last: whether it returned because it had to. */
  Stop stopSeen() {
    return stop;
  }

  List<SealedDraft> results() {
    return results;
  }

  AttemptTrace trace() {
    return trace;
  }

  @Override
  public String jobId() {
    return claim.jobId();
  }

  @Override
  public int attempt() {
    return claim.attempt();
  }

  @Override
  public JsonNode plan() {
    return claim.plan();
  }

  @Override
  public Path workspace() {
    return workspace;
  }

  @Override
  public void keep(Path file) {
    means.files().save(jobId(), workspace, file, this::fenced);
  }

  @Override
  public void forget(Path file) {
    if (!means.files().areShared()) {
      write((job, now) -> means.files().drop(jobId(), workspace, file));
    }
  }

  @Override
  public Stop stop() {
    if (stop == Stop.NONE) {
      stop = readStop();
    }
    return stop;
  }

  private Stop readStop() {
    if (shuttingDown.getAsBoolean()) {
      return Stop.SHUTDOWN;
    }
    Instant now = means.now();
    if (now.isBefore(nextRead)) {
      return Stop.NONE;
    }
    nextRead = now.plus(READ_INTERVAL);
    return means.fence().read(jobId(), attempt()) == JobState.CANCELLING ? Stop.CANCEL : Stop.NONE;
  }

  @Override
  public void phase(String name) {
    meter.reset();
    trace.enter(name);
    write(
        (job, now) -> {
          job.enter(name, now);
          means.log().phase(job, name, now);
        });
  }

  @Override
  public void progress(double fraction, @Nullable Long done, @Nullable String unit) {
    Instant now = means.now();
    Progress progress = meter.report(now, fraction, done, unit);
    if (now.isBefore(nextWrite)) {
      return;
    }
    nextWrite = now.plus(WRITE_INTERVAL);
    write(
        (job, at) -> {
          job.report(progress);
          means.log().progress(job, progress, at);
        });
  }

  @Override
  public void event(String type, JsonNode data) {
    write((job, now) -> means.log().append(job, type, data, now));
  }

  @Override
  public ArtifactDraft draft(ArtifactKind kind) {
    ArtifactDraft draft = means.artifacts().draft(kind);
    drafts.add(draft);
    return draft;
  }

  @Override
  public Artifact publish(ArtifactDraft draft) {
    try (draft;
        SealedDraft sealed = SealedDraft.of(draft)) {
      return means.fence().write(jobId(), attempt(), job -> record(job, sealed));
    }
  }

  @Override
  public void result(ArtifactDraft draft) {
    results.add(SealedDraft.of(draft));
  }

  @Override
  public List<Artifact> published() {
    return means.artifacts().ofJob(jobId());
  }

  @Override
  public void fenced(Runnable work) {
    write((job, now) -> work.run());
  }

  /** Records an artifact of the job in the transaction that locked it. */
  Artifact record(JobRow job, SealedDraft sealed) {
    Artifact artifact = means.records().record(sealed, jobId());
    means.log().artifact(job, artifact, means.now());
    return artifact;
  }

  /** Removes all drafts that were not recorded. */
  @Override
  public void close() {
    drafts.forEach(ArtifactDraft::close);
  }

  /** Returns the state the job is in now. */
  JobState write(FencedWrite write) {
    return means
        .fence()
        .write(
            jobId(),
            attempt(),
            job -> {
              write.to(job, means.now());
              return job.state();
            });
  }

  /** A change of the job's row and its log, while the row is locked. */
  @FunctionalInterface
  interface FencedWrite {
    void to(JobRow job, Instant now);
  }
}
