package org.p2f.kit.webhook;

import org.p2f.catalog.webhook.Webhooks;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;

/** Webhooks over HTTP. */
@AutoConfiguration(afterName = "org.p2f.catalog.webhook.WebhooksAutoConfiguration")
@ConditionalOnBean(Webhooks.class)
public class WebhookAutoConfiguration {

  @Bean
  WebhooksController webhooksController(Webhooks webhooks) {
    return new WebhooksController(webhooks);
  }
}
