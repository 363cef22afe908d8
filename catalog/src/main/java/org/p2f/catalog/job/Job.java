package org.p2f.catalog.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A job as recorded.
 *
 * @param id opaque; starts with its service's prefix ({@code trn-}, {@code rep-}, {@code dwn-}), so
 *     a gateway can route it
 * @param service training, representation or downstream
 * @param kind what is to be done, such as {@code dataset-import}
 * @param plan JSON object: the whole request, defaults filled in
 * @param progress in [0, 1]
 * @param rate units per second over the recent past; null until known
 * @param rateUnit such as {@code images}
 * @param eta expected time to the end; null until known
 * @param attempt number of claims so far; every write of a worker carries it and is refused when
 *     stale
 * @param failure present exactly when FAILED
 * @param submittedBy the subject of who asked for it
 * @param project that it is in, with all that it makes
 */
public record Job(
    String id,
    String service,
    String kind,
    JobState state,
    JsonNode plan,
    @Nullable String phase,
    List<PhaseStart> phases,
    double progress,
    @Nullable Double rate,
    @Nullable String rateUnit,
    @Nullable Duration eta,
    int attempt,
    @Nullable Failure failure,
    @Nullable String submittedBy,
    String project,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    List<String> artifacts) {

  /** When a phase began. */
  public record PhaseStart(String name, Instant startedAt) {}

  /** Why a job failed. */
  public record Failure(String code, Blame blame, String detail) {
    /** With a further sentence: how to go on. */
    Failure withAdvice(String sentence) {
      return new Failure(code, blame, detail + ". " + sentence);
    }
  }
}
