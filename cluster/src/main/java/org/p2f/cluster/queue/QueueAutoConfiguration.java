package org.p2f.cluster.queue;

import java.time.Clock;
import org.p2f.catalog.PeriodicTask;
import org.p2f.catalog.job.JobGroups;
import org.p2f.cluster.IndexedJobs;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Queued jobs on the cluster, where there is one and the operator allows it. */
@AutoConfiguration(
    afterName = {
      "org.p2f.catalog.job.JobsAutoConfiguration",
      "org.p2f.cluster.kubernetes.ClusterAutoConfiguration"
    })
@ConditionalOnBean(IndexedJobs.class)
@ConditionalOnExpression("${p2f.cluster.min-jobs:0} > 0 and ${p2f.worker.enabled:true}")
@EnableConfigurationProperties(QueueProperties.class)
class QueueAutoConfiguration {

  @Bean
  PeriodicTask queuedJobs(
      JobGroups groups, IndexedJobs cluster, QueueProperties properties, Clock clock) {
    var queue = new QueuedJobs(groups, cluster, properties.minJobs(), clock);
    return new PeriodicTask("cluster-queue", properties.poll(), queue::look);
  }
}
