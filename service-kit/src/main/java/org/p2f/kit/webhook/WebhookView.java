package org.p2f.kit.webhook;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.webhook.Outcome;
import org.p2f.catalog.webhook.Webhook;

/** A webhook as the API shows it. */
@Schema(description = "An address that is told when jobs and studies of its project end")
record WebhookView(
    String id,
    @Schema(description = "Where events are posted") String url,
    @Schema(description = "Only work that ends so; all where the list is empty")
        List<Outcome> outcomes,
    @Schema(description = "Only work of these kinds; all where the list is empty")
        List<String> kinds,
    @Schema(
            description =
                "With which events are signed: whsec_ and a key in base64. Only the answer that"
                    + " registers the webhook tells it")
        @Nullable String secret,
    @Schema(description = "Who registered it") @Nullable String owner,
    @Schema(description = "It is told of this project's jobs and studies") String project,
    Instant createdAt) {

  static WebhookView of(Webhook webhook) {
    return view(webhook, null);
  }

  static WebhookView withSecret(Webhook webhook) {
    return view(webhook, webhook.secret().text());
  }

  private static WebhookView view(Webhook webhook, @Nullable String secret) {
    return new WebhookView(
        webhook.id(),
        webhook.url().toString(),
        webhook.outcomes(),
        webhook.kinds(),
        secret,
        webhook.owner(),
        webhook.project(),
        webhook.createdAt());
  }
}
