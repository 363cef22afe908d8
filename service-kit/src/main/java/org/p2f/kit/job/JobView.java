package org.p2f.kit.job;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.job.Blame;
import org.p2f.catalog.job.Job;
import org.p2f.catalog.job.JobState;
import tools.jackson.databind.JsonNode;

/** A job as the API shows it. */
@Schema(description = "A piece of work that a service does in the background")
public record JobView(
    String id,
    @Schema(description = "The service that does it") String service,
    @Schema(description = "What is done, such as dataset-import") String kind,
    JobState state,
    @Schema(description = "The phase it is in") @Nullable String phase,
    List<PhaseView> phases,
    @Schema(description = "In [0, 1]") double progress,
    @Schema(description = "Units per second over the recent past") @Nullable Double rate,
    @Schema(description = "Such as images") @Nullable String rateUnit,
    @Schema(description = "Expected time to the end") @Nullable Long etaSeconds,
    @Schema(description = "How often a worker has taken it up") int attempt,
    @Schema(description = "Present exactly when failed") @Nullable FailureView failure,
    @Schema(description = "Who asked for it") @Nullable String owner,
    @Schema(description = "What it makes is in the same project") String project,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Schema(description = "Ids of its results") List<String> artifacts,
    @Schema(description = "What was asked for, defaults filled in") JsonNode plan) {

  /** When a phase began. */
  @Schema(name = "JobPhaseView")
  public record PhaseView(String name, Instant startedAt) {}

  /** Why a job failed, and whose act would end that. */
  @Schema(name = "JobFailureView")
  public record FailureView(
      @Schema(description = "Stable; switch on this") String code, Blame blame, String detail) {}

  public static JobView of(Job job) {
    return new JobView(
        job.id(),
        job.service(),
        job.kind(),
        job.state(),
        job.phase(),
        job.phases().stream().map(p -> new PhaseView(p.name(), p.startedAt())).toList(),
        job.progress(),
        job.rate(),
        job.rateUnit(),
        Optional.ofNullable(job.eta()).map(Duration::toSeconds).orElse(null),
        job.attempt(),
        Optional.ofNullable(job.failure())
            .map(f -> new FailureView(f.code(), f.blame(), f.detail()))
            .orElse(null),
        job.submittedBy(),
        job.project(),
        job.createdAt(),
        job.startedAt(),
        job.finishedAt(),
        job.artifacts(),
        job.plan());
  }
}
