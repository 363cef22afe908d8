package org.p2f.cluster.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.p2f.cluster.IndexedJobs;

/**
 * Pods of indexes: as the worker's own, with its image, settings, references to secrets, volumes
 * and resources, so that they compute what it would; but without its access to the cluster.
 */
final class IndexPods {
  /** Kubernetes writes it on each pod of an Indexed Job. */
  private static final String NUMBER_FIELD =
      "metadata.annotations['batch.kubernetes.io/job-completion-index']";

  /** The worker's own settings, which are none of an index's. */
  private static final String CLUSTER = "P2F_CLUSTER_";

  private static final String ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";

  private IndexPods() {}

  /**
   * @param worker as the cluster describes it; its first container is the service
   */
  static PodSpec like(Pod worker, Map<String, String> environment) {
    PodSpec own = worker.getSpec();
    Container container = container(own.getContainers().getFirst(), environment);
    Set<String> mounted =
        container.getVolumeMounts().stream().map(VolumeMount::getName).collect(Collectors.toSet());
    List<Volume> volumes =
        own.getVolumes().stream().filter(volume -> mounted.contains(volume.getName())).toList();
    return new PodSpecBuilder()
        .withRestartPolicy("Never") // a retry is a pod of its own, which the Job counts
        .withAutomountServiceAccountToken(false)
        .withSecurityContext(own.getSecurityContext())
        .withImagePullSecrets(own.getImagePullSecrets())
        .withNodeSelector(own.getNodeSelector())
        .withAffinity(own.getAffinity())
        .withTolerations(own.getTolerations())
        .withPriorityClassName(own.getPriorityClassName())
        .withRuntimeClassName(own.getRuntimeClassName())
        .withTerminationGracePeriodSeconds(10L) // what it has written stays; the rest is made anew
        .withContainers(container)
        .withVolumes(volumes)
        .build();
  }

  private static Container container(Container own, Map<String, String> environment) {
    List<EnvVar> variables = new ArrayList<>();
    for (EnvVar variable : own.getEnv()) {
      if (!variable.getName().startsWith(CLUSTER) && !environment.containsKey(variable.getName())) {
        variables.add(variable);
      }
    }
    new TreeMap<>(environment)
        .forEach((name, value) -> variables.add(new EnvVar(name, value, null)));
    variables.add(
        new EnvVarBuilder()
            .withName(IndexedJobs.NUMBER)
            .withNewValueFrom()
            .withNewFieldRef("v1", NUMBER_FIELD)
            .endValueFrom()
            .build());
    return new ContainerBuilder()
        .withName("index")
        .withImage(own.getImage())
        .withImagePullPolicy(own.getImagePullPolicy())
        .withCommand(own.getCommand())
        .withArgs(own.getArgs())
        .withEnvFrom(own.getEnvFrom())
        .withEnv(variables)
        .withResources(own.getResources())
        .withSecurityContext(own.getSecurityContext())
        .withVolumeMounts(
            own.getVolumeMounts().stream()
                .filter(mount -> !mount.getMountPath().equals(ACCOUNT))
                .toList())
        // Of a process that was killed, the end of its log.
        .withTerminationMessagePolicy("FallbackToLogsOnError")
        .build();
  }
}
