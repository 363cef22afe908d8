package org.p2f.cluster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2f.cluster.IndexedJobs.Work;

/** The object that the cluster is given, compared with one written by hand, field by field. */
class IndexedJobSpecTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final Map<String, String> TOLD =
      new TreeMap<>(Map.of("P2F_INDEX_JOB", "rep-01abc", "P2F_INDEX_SIZE", "12800"));

  private static <T> T read(String file, Class<T> type) {
    var stream = Objects.requireNonNull(IndexedJobSpecTest.class.getResourceAsStream(file), file);
    return YAML.unmarshal(stream, type);
  }

  private static Job job(int indexes, boolean suspended, String queue) {
    var properties =
        new ClusterProperties(true, "pod", 4, 3, suspended, queue, Duration.ofHours(1));
    return new IndexedJobSpec(properties)
        .of(new Work("rep-01abc", indexes, true, TOLD), read("worker-pod.yaml", Pod.class));
  }

  private static JsonNode tree(Job job) {
    return YAML.unmarshal(YAML.asJson(job), JsonNode.class);
  }

  @Test
  void isTheWorkersPodWithoutItsAccessToTheClusterOnceForEachIndex() {
    assertThat(tree(job(6, false, ""))).isEqualTo(read("indexed-job.yaml", JsonNode.class));
  }

  @Test
  void hasNoMorePodsAtOnceThanIndexes() {
    assertThat(job(2, false, "").getSpec().getParallelism()).isEqualTo(2);
  }

  @Test
  void goesOnWithoutAnIndexThatFailedUnlessAllAreNeeded() {
    var properties = new ClusterProperties(true, "pod", 4, 3, false, "", Duration.ZERO);
    Job job =
        new IndexedJobSpec(properties)
            .of(new Work("grp-1", 2, false, Map.of()), read("worker-pod.yaml", Pod.class));
    assertThat(job.getSpec().getMaxFailedIndexes()).isNull();
    assertThat(job.getSpec().getBackoffLimitPerIndex()).isEqualTo(3);
  }

  @Test
  void waitsInAQueueOrForAnOperatorWhereToldTo() {
    assertThat(job(6, true, "").getSpec().getSuspend()).isTrue();
    Job queued = job(6, false, "team-a");
    assertThat(queued.getSpec().getSuspend()).isTrue();
    assertThat(queued.getMetadata().getLabels())
        .containsEntry("kueue.x-k8s.io/queue-name", "team-a");
    assertThat(queued.getSpec().getTemplate().getMetadata().getLabels())
        .doesNotContainKey("kueue.x-k8s.io/queue-name");
  }

  @ParameterizedTest
  @CsvSource({
    "parallelism, p, 0, 0, ''",
    "retries, p, 1, -1, ''",
    "queue, p, 1, 0, Team A",
  })
  void aWrongSettingIsRefusedByItsName(
      String named, String pod, int pods, int retries, String queue) {
    assertThatThrownBy(
            () ->
                new ClusterProperties(
                    !pod.isEmpty(), pod, pods, retries, false, queue, Duration.ZERO))
        .hasMessageStartingWith("p2f.cluster." + named + " must be");
  }

  @Test
  void allowedOutsideOfAPodItIsRefused() {
    assertThatThrownBy(() -> new ClusterProperties(true, "", 1, 0, false, "", Duration.ZERO))
        .hasMessage("p2f.cluster.pod must be the name of this pod, is ''");
  }
}
