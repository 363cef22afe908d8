package org.p2f.catalog.webhook;

import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is sent of an event: an envelope as Standard Webhooks has it, and the work as the API does.
 */
final class EventBody {
  /** The type of events that only try a webhook. */
  static final String PING = "ping";

  private final @Nullable URI publicAddress;

  /**
   * @param publicAddress of the gateway; null for links without a host
   */
  EventBody(@Nullable URI publicAddress) {
    this.publicAddress = publicAddress;
  }

  ObjectNode of(String eventId, EndedWork ended) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("id", eventId)
        .put("type", ended.event())
        .put("timestamp", ended.finishedAt().toString())
        .set("data", data(ended));
    return body;
  }

  /** Of an event that means nothing but that events arrive. */
  ObjectNode ofPing(String eventId, Webhook webhook, Instant now) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("id", eventId).put("type", PING).put("timestamp", now.toString());
    body.putObject("data").put("id", webhook.id()).put("project", webhook.project());
    return body;
  }

  private ObjectNode data(EndedWork ended) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("id", ended.id())
        .put("kind", ended.kind())
        .put("state", ended.outcome().name().toLowerCase(Locale.ROOT))
        .put("project", ended.project());
    put(data, "owner", ended.owner());
    data.put("createdAt", ended.createdAt().toString());
    Instant started = ended.startedAt();
    put(data, "startedAt", started == null ? null : started.toString());
    data.put("finishedAt", ended.finishedAt().toString());
    ended.artifacts().forEach(data.putArray("artifacts")::add);
    EndedWork.Failure failure = ended.failure();
    if (failure != null) {
      ObjectNode told = data.putObject("failure");
      put(told, "code", failure.code());
      put(told, "blame", failure.blame());
      told.put("detail", failure.detail());
    }
    return data.put(
        "url",
        publicAddress == null ? ended.path() : publicAddress.resolve(ended.path()).toString());
  }

  private static void put(ObjectNode object, String field, @Nullable String text) {
    if (text != null) {
      object.put(field, text);
    }
  }
}
