package org.p2f.cluster.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.p2f.cluster.IndexedJobs.Failed;
import org.p2f.cluster.IndexedJobs.Look;
import org.p2f.cluster.IndexedJobs.State;

/** Reads what the cluster says of an Indexed Job. */
final class IndexStatus {
  private static final String INDEX = "batch.kubernetes.io/job-completion-index";

  private IndexStatus() {}

  /**
   * @param pods of the Job; asked for only if an index failed for good
   */
  static Look of(Job job, Supplier<List<Pod>> pods) {
    JobStatus status = Objects.requireNonNullElseGet(job.getStatus(), JobStatus::new);
    int succeeded = Objects.requireNonNullElse(status.getSucceeded(), 0);
    State state = state(job, status);
    return new Look(
        state, succeeded, state == State.FAILED ? failed(status, pods.get()) : List.of());
  }

  private static State state(Job job, JobStatus status) {
    if (job.getMetadata().getDeletionTimestamp() != null) {
      return State.MISSING;
    }
    // The target is set as soon as the outcome is certain, the other when the last pod has ended.
    if (is(status, "FailureTarget") || is(status, "Failed")) {
      return State.FAILED;
    }
    if (is(status, "Complete")) {
      return State.SUCCEEDED;
    }
    return is(status, "Suspended") || Boolean.TRUE.equals(job.getSpec().getSuspend())
        ? State.SUSPENDED
        : State.RUNNING;
  }

  private static boolean is(JobStatus status, String condition) {
    return status.getConditions().stream()
        .anyMatch(c -> condition.equals(c.getType()) && "True".equals(c.getStatus()));
  }

  private static List<Failed> failed(JobStatus status, List<Pod> pods) {
    return indexes(status.getFailedIndexes()).stream()
        .map(index -> new Failed(index, lastMessage(index, pods)))
        .toList();
  }

  /**
   * @param text numbers and ranges with both ends, such as {@code 1,3-5,7}
   */
  private static List<Integer> indexes(@Nullable String text) {
    List<Integer> indexes = new ArrayList<>();
    if (text != null && !text.isBlank()) {
      for (String range : text.split(",")) {
        String[] ends = range.split("-");
        int last = Integer.parseInt(ends[ends.length - 1]);
        for (int index = Integer.parseInt(ends[0]); index <= last; index++) {
          indexes.add(index);
        }
      }
    }
    return indexes;
  }

  private static String lastMessage(int index, List<Pod> pods) {
    return pods.stream()
        .filter(pod -> isOf(pod, index))
        .flatMap(IndexStatus::ends)
        .max(Comparator.comparing(end -> Objects.requireNonNullElse(end.getFinishedAt(), "")))
        .map(end -> Objects.requireNonNullElse(end.getMessage(), ""))
        .orElse("");
  }

  private static boolean isOf(Pod pod, int index) {
    return Integer.toString(index).equals(pod.getMetadata().getAnnotations().get(INDEX));
  }

  private static Stream<ContainerStateTerminated> ends(Pod pod) {
    return pod.getStatus().getContainerStatuses().stream()
        .map(ContainerStatus::getState)
        .filter(Objects::nonNull)
        .map(state -> state.getTerminated())
        .filter(Objects::nonNull);
  }
}
