package org.p2f.kit.webhook;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.webhook.Delivery;
import tools.jackson.databind.JsonNode;

/** A delivery as the API shows it. */
@Schema(description = "What a webhook was told of one event, and how that went")
record WebhookDeliveryView(
    @Schema(description = "Sent as webhook-id; the same in every attempt") String eventId,
    @Schema(description = "Such as job.succeeded or study.failed; ping where one was asked for")
        String type,
    @Schema(description = "Id of the job or study that has ended, or of the pinged webhook")
        String subjectId,
    @Schema(description = "Whether it is still tried, was accepted, or was given up")
        Delivery.State state,
    @Schema(description = "How often it was tried so far") int attempts,
    @Schema(description = "Status of the receiver's last answer; absent where there was none")
        @Nullable Integer status,
    @Schema(description = "Why the last attempt failed; absent if none has") @Nullable String error,
    Instant createdAt,
    @Schema(description = "When the last attempt began; absent before the first")
        @Nullable Instant attemptedAt,
    @Schema(description = "When it is tried again; present exactly while it is pending")
        @Nullable Instant nextAttemptAt,
    @Schema(description = "What is posted, as JSON") JsonNode body) {

  static WebhookDeliveryView of(Delivery delivery) {
    return new WebhookDeliveryView(
        delivery.eventId(),
        delivery.type(),
        delivery.subjectId(),
        delivery.state(),
        delivery.attempts(),
        delivery.status(),
        delivery.error(),
        delivery.createdAt(),
        delivery.attemptedAt(),
        delivery.nextAttemptAt(),
        delivery.body());
  }
}
