package org.p2f.cluster.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import org.p2f.cluster.IndexedJobs;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Indexed Jobs, where the operator allows them. */
@AutoConfiguration
@ConditionalOnBooleanProperty("p2f.cluster.enabled")
@EnableConfigurationProperties(ClusterProperties.class)
class ClusterAutoConfiguration {

  /** As the pod's service account, in the pod's namespace. */
  @Bean
  KubernetesClient kubernetes() {
    return new KubernetesClientBuilder().build();
  }

  @Bean
  IndexedJobs indexedJobs(KubernetesClient client, ClusterProperties properties) {
    return new KubernetesJobs(client, properties);
  }
}
