package org.p2f.training.mlflow.work;

import java.net.URI;
import java.time.Clock;
import java.util.Objects;
import org.p2f.catalog.PeriodicTask;
import org.p2f.catalog.job.Jobs;
import org.p2f.training.mlflow.store.MlflowRuns;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.StringUtils;
import tools.jackson.databind.json.JsonMapper;

/** Workers tell a tracking server, where one is named. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "p2f.worker.enabled", matchIfMissing = true)
@Conditional(MlflowConfiguration.IsNamed.class)
class MlflowConfiguration {

  /** An empty name, as Compose gives it, is none. */
  static final class IsNamed implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return StringUtils.hasText(context.getEnvironment().getProperty("p2f.mlflow.tracking-uri"));
    }
  }

  @Bean
  MlflowServer mlflowServer(MlflowProperties properties, JsonMapper json) {
    return new MlflowServer(address(properties), properties, json);
  }

  @Bean
  MlflowPusher mlflowPusher(
      MlflowServer server,
      MlflowPush push,
      JdbcClient sql,
      Jobs jobs,
      MlflowProperties properties,
      Clock clock) {
    var runs = new MlflowRuns(sql, address(properties));
    return new MlflowPusher(server, runs, push, jobs, properties, clock);
  }

  @Bean
  PeriodicTask mlflowTelling(MlflowPusher pusher, MlflowProperties properties) {
    return new PeriodicTask("mlflow", properties.poll(), pusher::tell);
  }

  private static URI address(MlflowProperties properties) {
    return Objects.requireNonNull(properties.trackingUri());
  }
}
