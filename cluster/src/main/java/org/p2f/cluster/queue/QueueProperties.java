package org.p2f.cluster.queue;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which of a service's jobs run on the cluster, each in a process of its own.
 *
 * @param minJobs as soon as that many wait for a worker, they do; 0 for none. With 1 the worker
 *     itself should run no long jobs ({@code p2f.worker.concurrency=0}), or it takes some before
 * @param poll how often to look at the queue and at what runs; positive
 */
@ConfigurationProperties("p2f.cluster")
record QueueProperties(@DefaultValue("0") int minJobs, @DefaultValue("2s") Duration poll) {
  QueueProperties {
    if (minJobs < 0) {
      throw new IllegalArgumentException(
          "p2f.cluster.min-jobs must be at least 0, is %d".formatted(minJobs));
    }
    if (!poll.isPositive()) {
      throw new IllegalArgumentException("p2f.cluster.poll must be positive, is " + poll);
    }
  }
}
