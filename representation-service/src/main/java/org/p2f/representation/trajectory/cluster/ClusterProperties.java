package org.p2f.representation.trajectory.cluster;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which extractions run as Indexed Jobs, and how.
 *
 * @param enabled whether any do; the process then is a pod that may make Jobs in its namespace
 * @param pod the name of that pod
 * @param minImages images of the smallest extraction that does; 1 or more
 * @param imagesPerIndex images that a pod represents, 1 or more, rounded up to whole shards; it
 *     starts, loads the model and ends for them
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
    @DefaultValue("25600") int minImages,
    @DefaultValue("12800") int imagesPerIndex,
    @DefaultValue("4") int parallelism,
    @DefaultValue("3") int retries,
    @DefaultValue("false") boolean suspended,
    @DefaultValue("") String queue,
    @DefaultValue("1h") Duration keep) {
  ClusterProperties {
    require(!enabled || !pod.isBlank(), "pod", "the name of this pod", pod);
    require(minImages >= 1, "min-images", "at least 1", minImages);
    require(imagesPerIndex >= 1, "images-per-index", "at least 1", imagesPerIndex);
    require(parallelism >= 1, "parallelism", "at least 1", parallelism);
    require(retries >= 0, "retries", "at least 0", retries);
    require(
        queue.matches("|[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?"), "queue", "a queue's name", queue);
    require(!keep.isNegative(), "keep", "not negative", keep);
  }

  private static void require(boolean holds, String key, String need, Object got) {
    if (!holds) {
      throw new IllegalArgumentException(
          "p2f.cluster.%s must be %s, is '%s'".formatted(key, need, got));
    }
  }
}
