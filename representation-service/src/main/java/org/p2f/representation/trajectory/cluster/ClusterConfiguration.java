package org.p2f.representation.trajectory.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import org.p2f.representation.trajectory.IndexedJobs;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Indexed Jobs, where the operator allows them. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("p2f.cluster.enabled")
class ClusterConfiguration {

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
