package org.p2f.cluster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2f.cluster.IndexedJobs.Failed;
import org.p2f.cluster.IndexedJobs.State;

/** Statuses of Indexed Jobs as Kubernetes documents them. */
class IndexStatusTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  private static List<Pod> unasked() {
    throw new AssertionError("no index failed");
  }

  private static Job job(String metadata, String spec, String status) {
    return YAML.unmarshal(
        """
        apiVersion: batch/v1
        kind: Job
        metadata: {%s}
        spec: {%s}
        status: {%s}
        """
            .formatted(metadata, spec, status),
        Job.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RUNNING   | 0 | active: 2",
        "RUNNING   | 2 | 'active: 1, succeeded: 2, failed: 1, completedIndexes: \"0-1\"'",
        "RUNNING   | 0 | 'conditions: [{type: Suspended, status: \"False\"}]'",
        "SUSPENDED | 1 | 'succeeded: 1, conditions: [{type: Suspended, status: \"True\"}]'",
        "SUCCEEDED | 4 | 'succeeded: 4, conditions: [{type: Complete, status: \"True\"}]'",
      })
  void theStateIsThatOfItsConditions(State state, int succeeded, String status) {
    var look = IndexStatus.of(job("name: a", "suspend: false", status), IndexStatusTest::unasked);
    assertThat(look.state()).isEqualTo(state);
    assertThat(look.succeeded()).isEqualTo(succeeded);
    assertThat(look.failed()).isEmpty();
  }

  @Test
  void oneThatIsMadeSuspendedIsSoBeforeItsFirstStatus() {
    assertThat(
            IndexStatus.of(job("name: a", "suspend: true", ""), IndexStatusTest::unasked).state())
        .isEqualTo(State.SUSPENDED);
  }

  @Test
  void oneThatIsBeingDeletedIsGone() {
    assertThat(
            IndexStatus.of(
                    job("name: a, deletionTimestamp: \"2026-01-01T00:00:00Z\"", "", "active: 1"),
                    IndexStatusTest::unasked)
                .state())
        .isEqualTo(State.MISSING);
  }

  @Test
  void anIndexThatFailedSaysWhatItsLastProcessSaid() {
    Job failed =
        job(
            "name: a",
            "",
            "succeeded: 1, failedIndexes: \"1,3-4\","
                + " conditions: [{type: FailureTarget, status: \"True\"}]");
    List<Pod> pods =
        List.of(
            pod(1, "2026-01-01T00:00:09Z", "last"),
            pod(1, "2026-01-01T00:00:01Z", "first"),
            pod(3, "2026-01-01T00:00:05Z", "other"));
    var look = IndexStatus.of(failed, () -> pods);
    assertThat(look.state()).isEqualTo(State.FAILED);
    assertThat(look.failed())
        .containsExactly(new Failed(1, "last"), new Failed(3, "other"), new Failed(4, ""));
  }

  private static Pod pod(int index, String finished, String message) {
    return YAML.unmarshal(
        """
        apiVersion: v1
        kind: Pod
        metadata: {annotations: {batch.kubernetes.io/job-completion-index: "%d"}}
        status:
          containerStatuses:
            - state: {terminated: {exitCode: 1, finishedAt: "%s", message: "%s"}}
        """
            .formatted(index, finished, message),
        Pod.class);
  }
}
