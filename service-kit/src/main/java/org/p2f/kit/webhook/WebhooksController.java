package org.p2f.kit.webhook;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.p2f.catalog.webhook.Webhooks;
import org.p2f.kit.paging.PageQuery;
import org.p2f.kit.paging.PageView;
import org.p2f.kit.problem.Refused;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Who is told of ended jobs and studies. */
@RestController
@RequestMapping("/v1/webhooks")
@Tag(name = "webhooks", description = "Addresses that are told when jobs and studies end")
final class WebhooksController {
  private final Webhooks webhooks;

  WebhooksController(Webhooks webhooks) {
    this.webhooks = webhooks;
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      operationId = "createWebhook",
      summary = "Registers an address that is told when jobs and studies of the project end",
      description =
          "Events are posted as JSON, signed as the Standard Webhooks specification says, at least"
              + " once. The answer alone tells the secret.")
  @ApiResponse(responseCode = "201", description = "Registered")
  WebhookView create(@RequestBody WebhookRequest request) {
    if (!webhooks.areAllowed()) {
      throw Refused.conflict(
          "webhooks-not-configured",
          "This platform calls nobody; its operator allows targets by p2f.webhooks.targets");
    }
    WebhookRequest.Registration asked = request.checked();
    if (!webhooks.allow(asked.url())) {
      throw Refused.field("url", "is on none of the targets that the platform's operator allows");
    }
    return webhooks
        .register(asked.url(), asked.outcomes(), asked.kinds(), asked.secret())
        .map(WebhookView::withSecret)
        .orElseThrow(
            () ->
                Refused.conflict(
                    "too-many-webhooks",
                    "The project has %d webhooks, which is the most".formatted(Webhooks.MOST)));
  }

  @GetMapping
  @Operation(operationId = "listWebhooks", summary = "Webhooks, newest first")
  PageView<WebhookView> list(PageQuery page) {
    return PageView.of(webhooks.list(page.cursor(), page.limit()), WebhookView::of);
  }

  @GetMapping("/{id}")
  @Operation(operationId = "getWebhook", summary = "One webhook, without its secret")
  WebhookView get(@PathVariable String id) {
    return webhooks.find(id).map(WebhookView::of).orElseThrow(() -> unknown(id));
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      operationId = "deleteWebhook",
      summary = "Removes a webhook with its deliveries, pending ones too; for good")
  void delete(@PathVariable String id) {
    if (!webhooks.remove(id)) {
      throw unknown(id);
    }
  }

  @GetMapping("/{id}/deliveries")
  @Operation(
      operationId = "listWebhookDeliveries",
      summary = "What a webhook was told and is to be told, newest first")
  PageView<WebhookDeliveryView> deliveries(@PathVariable String id, PageQuery page) {
    return webhooks
        .deliveries(id, page.cursor(), page.limit())
        .map(found -> PageView.of(found, WebhookDeliveryView::of))
        .orElseThrow(() -> unknown(id));
  }

  @PostMapping("/{id}/ping")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      operationId = "pingWebhook",
      summary = "Tells a webhook of an event of the type ping, to see whether events arrive",
      description = "The deliveries show how it went.")
  @ApiResponse(responseCode = "202", description = "To be sent")
  WebhookDeliveryView ping(@PathVariable String id) {
    return webhooks.ping(id).map(WebhookDeliveryView::of).orElseThrow(() -> unknown(id));
  }

  @PostMapping("/{id}/deliveries/{eventId}/redeliver")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      operationId = "redeliverWebhookEvent",
      summary = "Sends an event again, also one that was delivered or given up",
      description = "Makes one attempt at once, with the same webhook-id.")
  @ApiResponse(responseCode = "202", description = "To be sent")
  WebhookDeliveryView redeliver(@PathVariable String id, @PathVariable String eventId) {
    return webhooks
        .redeliver(id, eventId)
        .map(WebhookDeliveryView::of)
        .orElseThrow(() -> Refused.unknown("webhook event", eventId));
  }

  private static Refused unknown(String id) {
    return Refused.unknown("webhook", id);
  }
}
