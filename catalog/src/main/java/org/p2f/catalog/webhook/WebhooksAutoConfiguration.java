package org.p2f.catalog.webhook;

import java.time.Clock;
import java.time.Duration;
import org.p2f.catalog.PeriodicTask;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Webhooks; workers deliver what they are told. */
@AutoConfiguration(
    afterName = {
      "org.p2f.catalog.CatalogAutoConfiguration",
      "org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration"
    })
@EnableConfigurationProperties(WebhookProperties.class)
class WebhooksAutoConfiguration {

  @Bean
  Targets webhookTargets(WebhookProperties properties) {
    return new Targets(properties);
  }

  @Bean
  DeliveryRows webhookDeliveryRows(JdbcClient sql) {
    return new DeliveryRows(sql);
  }

  @Bean
  Webhooks webhooks(
      JdbcClient sql, DeliveryRows rows, Outbox outbox, Targets targets, Clock clock) {
    return new Webhooks(sql, rows, outbox, targets, clock);
  }

  @Bean
  Outbox webhookOutbox(JdbcClient sql, WebhookProperties properties, Clock clock) {
    return new Outbox(sql, new EventBody(properties.publicAddress()), clock);
  }

  /** Who delivers. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnBooleanProperty(name = "p2f.worker.enabled", matchIfMissing = true)
  static class Delivering {
    private static final Duration FORGETTING = Duration.ofHours(1);

    @Bean
    Sender webhookSender(Targets targets, WebhookProperties properties) {
      return new Sender(targets, properties.patience());
    }

    @Bean
    Courier webhookCourier(
        DeliveryRows rows,
        Targets targets,
        Sender sender,
        WebhookProperties properties,
        Clock clock) {
      return new Courier(rows, targets, sender, properties, clock);
    }

    @Bean
    PeriodicTask webhookDelivery(Courier courier, WebhookProperties properties) {
      return new PeriodicTask("webhooks", properties.poll(), courier::deliver);
    }

    @Bean
    PeriodicTask webhookForgetting(Courier courier) {
      return new PeriodicTask("webhooks-forgetting", FORGETTING, courier::forget);
    }
  }
}
