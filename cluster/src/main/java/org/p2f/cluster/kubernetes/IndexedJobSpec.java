package org.p2f.cluster.kubernetes;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicy;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyBuilder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.p2f.cluster.IndexedJobs;
import org.p2f.cluster.IndexedJobs.Work;

/** The object that Kubernetes is given for a piece of work. */
final class IndexedJobSpec {
  static final String NAME = "app.kubernetes.io/name";

  private static final String WORKER = "-worker";

  private static final String QUEUE = "kueue.x-k8s.io/queue-name";

  private final ClusterProperties properties;

  IndexedJobSpec(ClusterProperties properties) {
    this.properties = properties;
  }

  /** Of the object, so that who looks for it needs the work's id alone. */
  static String name(String id) {
    return "p2f-" + id;
  }

  /**
   * @param worker that makes it, as the cluster describes it
   */
  Job of(Work work, Pod worker) {
    Map<String, String> labels = new TreeMap<>();
    labels.put(NAME, pods(worker));
    labels.put("app.kubernetes.io/part-of", "p2f");
    labels.put("p2f.org/work", work.id());
    Map<String, String> jobLabels = new TreeMap<>(labels);
    boolean queued = !properties.queue().isEmpty();
    if (queued) {
      jobLabels.put(QUEUE, properties.queue());
    }
    return new JobBuilder()
        .withNewMetadata()
        .withName(name(work.id()))
        .withNamespace(worker.getMetadata().getNamespace())
        .withLabels(jobLabels)
        .withOwnerReferences(owners(worker))
        .endMetadata()
        .withNewSpec()
        .withCompletionMode("Indexed")
        .withCompletions(work.indexes())
        .withParallelism(Math.min(work.indexes(), properties.parallelism()))
        .withBackoffLimitPerIndex(properties.retries())
        .withMaxFailedIndexes(work.whole() ? 0 : null)
        .withPodFailurePolicy(failures())
        .withSuspend(properties.suspended() || queued)
        .withTtlSecondsAfterFinished(Math.toIntExact(properties.keep().toSeconds()))
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(labels)
        .endMetadata()
        .withSpec(IndexPods.like(worker, work.environment()))
        .endTemplate()
        .endSpec()
        .build();
  }

  /**
   * The name of the pods that network policies let through: {@code training-index} where {@code
   * training} or {@code training-worker} makes them.
   */
  private static String pods(Pod worker) {
    String own = worker.getMetadata().getLabels().getOrDefault(NAME, "p2f");
    String service = own.endsWith(WORKER) ? own.substring(0, own.length() - WORKER.length()) : own;
    return service + "-index";
  }

  /**
   * The worker's ReplicaSet: it outlives the worker, whose successor goes on with the Job, and goes
   * with the Deployment.
   */
  private static List<OwnerReference> owners(Pod worker) {
    return worker.getMetadata().getOwnerReferences().stream()
        .map(
            owner ->
                new OwnerReferenceBuilder()
                    .withApiVersion(owner.getApiVersion())
                    .withKind(owner.getKind())
                    .withName(owner.getName())
                    .withUid(owner.getUid())
                    .build())
        .toList();
  }

  private static PodFailurePolicy failures() {
    return new PodFailurePolicyBuilder()
        // A pod that had to leave its node did not fail.
        .addNewRule()
        .withAction("Ignore")
        .addNewOnPodCondition("True", "DisruptionTarget")
        .endRule()
        .addNewRule()
        .withAction("FailIndex")
        .withNewOnExitCodes()
        .withContainerName("index")
        .withOperator("In")
        .withValues(IndexedJobs.FINAL)
        .endOnExitCodes()
        .endRule()
        .build();
  }
}
