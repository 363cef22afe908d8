package org.p2f.cluster.kubernetes;

import java.time.Duration;
import org.p2f.catalog.settings.Settings;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How Indexed Jobs run.
 *
 * @param enabled whether any do; the process then is a pod that may make Jobs in its namespace
 * @param pod the name of that pod
 * @param parallelism pods at once, 1 or more
 * @param retries how often an index that failed is tried again by itself; 0 or more
 * @param suspended whether a Job begins suspended, to be resumed by an operator
 * @param queue of Kueue that Jobs wait in, which are suspended until it admits them; empty for none
 * @param keep how long a Job that has ended is kept, with its pods and their logs
 */
@ConfigurationProperties("p2f.cluster")
record ClusterProperties(
    @DefaultValue("false") boolean enabled,
    @DefaultValue("") String pod,
    @DefaultValue("4") int parallelism,
    @DefaultValue("3") int retries,
    @DefaultValue("false") boolean suspended,
    @DefaultValue("") String queue,
    @DefaultValue("1h") Duration keep) {
  ClusterProperties {
    new Settings("p2f.cluster")
        .require(!enabled || !pod.isBlank(), "pod", "the name of this pod", pod)
        .requirePositive(parallelism, "parallelism")
        .require(retries >= 0, "retries", "at least 0", retries)
        .require(
            queue.matches("|[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?"), "queue", "a queue's name", queue)
        .require(!keep.isNegative(), "keep", "not negative", keep);
  }
}
