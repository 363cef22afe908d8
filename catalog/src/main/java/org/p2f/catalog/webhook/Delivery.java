package org.p2f.catalog.webhook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a webhook is told of one event, and how that went.
 *
 * @param eventId the same in every attempt, and for every webhook that is told of the event
 * @param type of the event, such as {@code job.succeeded}
 * @param subjectId of the job or study
 * @param body JSON object as it is sent
 * @param attempts begun so far
 * @param status of the last answer; null if there was none
 * @param error why the last attempt failed, one sentence; null if none has
 * @param attemptedAt when the last attempt began; null before the first
 * @param nextAttemptAt when it is tried again at the latest; present exactly while it is pending
 */
public record Delivery(
    String eventId,
    String type,
    String subjectId,
    JsonNode body,
    State state,
    int attempts,
    @Nullable Integer status,
    @Nullable String error,
    Instant createdAt,
    @Nullable Instant attemptedAt,
    @Nullable Instant nextAttemptAt) {

  /** Where it stands. */
  public enum State {
    /** It is tried until it succeeds, or too often or too long. */
    PENDING,
    DELIVERED,
    FAILED
  }
}
