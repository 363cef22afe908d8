package org.p2f.representation.trajectory.cluster;

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
import org.p2f.representation.trajectory.IndexedJobs;

/** The object that Kubernetes is given for a job. */
final class IndexedJobSpec {
  /** The value of the label {@link #NAME} that network policies let through. */
  static final String PODS = "representation-index";

  static final String NAME = "app.kubernetes.io/name";

  private static final String QUEUE = "kueue.x-k8s.io/queue-name";

  private final ClusterProperties properties;

  IndexedJobSpec(ClusterProperties properties) {
    this.properties = properties;
  }

  /** Of the object that runs a job, so that who looks for it needs the job's id alone. */
  static String name(String jobId) {
    return "p2f-" + jobId;
  }

  /**
   * @param worker that makes it, as the cluster describes it
   */
  Job of(String jobId, int indexes, Map<String, String> environment, Pod worker) {
    Map<String, String> labels = new TreeMap<>();
    labels.put(NAME, PODS);
    labels.put("app.kubernetes.io/part-of", "p2f");
    labels.put("p2f.org/job", jobId);
    Map<String, String> jobLabels = new TreeMap<>(labels);
    boolean queued = !properties.queue().isEmpty();
    if (queued) {
      jobLabels.put(QUEUE, properties.queue());
    }
    return new JobBuilder()
        .withNewMetadata()
        .withName(name(jobId))
        .withNamespace(worker.getMetadata().getNamespace())
        .withLabels(jobLabels)
        .withOwnerReferences(owners(worker))
        .endMetadata()
        .withNewSpec()
        .withCompletionMode("Indexed")
        .withCompletions(indexes)
        .withParallelism(Math.min(indexes, properties.parallelism()))
        .withBackoffLimitPerIndex(properties.retries())
        .withMaxFailedIndexes(0) // without one of them there is no result
        .withPodFailurePolicy(failures())
        .withSuspend(properties.suspended() || queued)
        .withTtlSecondsAfterFinished(Math.toIntExact(properties.keep().toSeconds()))
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(labels)
        .endMetadata()
        .withSpec(IndexPods.like(worker, environment))
        .endTemplate()
        .endSpec()
        .build();
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
