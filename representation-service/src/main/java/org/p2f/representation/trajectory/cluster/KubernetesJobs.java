package org.p2f.representation.trajectory.cluster;

import static java.net.HttpURLConnection.HTTP_CONFLICT;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ScalableResource;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.job.Blame;
import org.p2f.catalog.job.JobFailure;
import org.p2f.representation.trajectory.IndexedJobs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jobs of the worker's own namespace. */
final class KubernetesJobs implements IndexedJobs {
  private static final Logger log = LoggerFactory.getLogger(KubernetesJobs.class);

  private final KubernetesClient client;
  private final ClusterProperties properties;

  KubernetesJobs(KubernetesClient client, ClusterProperties properties) {
    this.client = client;
    this.properties = properties;
  }

  @Override
  public boolean take(long images) {
    return images >= properties.minImages();
  }

  @Override
  public int imagesPerIndex() {
    return properties.imagesPerIndex();
  }

  @Override
  public void start(String jobId, int indexes, Map<String, String> environment) throws IOException {
    ask(
        () -> {
          Job found = job(jobId).get();
          return found == null ? create(jobId, indexes, environment) : goOn(jobId, found);
        });
  }

  private static String goOn(String jobId, Job found) {
    String name = found.getMetadata().getName();
    log.info("Job {} goes on as {}", jobId, name);
    return name;
  }

  private String create(String jobId, int indexes, Map<String, String> environment) {
    Pod worker = client.pods().withName(properties.pod()).get();
    if (worker == null) {
      throw refused(
          "p2f.cluster.pod is %s, which is no pod of this namespace".formatted(properties.pod()),
          null);
    }
    Job wanted = new IndexedJobSpec(properties).of(jobId, indexes, environment, worker);
    try {
      client.batch().v1().jobs().resource(wanted).create();
      log.info("Job {} runs as {}, {} indexes", jobId, wanted.getMetadata().getName(), indexes);
    } catch (KubernetesClientException e) {
      if (e.getCode() != HTTP_CONFLICT) { // else another worker was faster
        throw e;
      }
    }
    return wanted.getMetadata().getName();
  }

  @Override
  public Look look(String jobId) throws IOException {
    return ask(
        () -> {
          Job job = job(jobId).get();
          return job == null
              ? new Look(State.MISSING, 0, List.of())
              : IndexStatus.of(job, () -> pods(jobId));
        });
  }

  private List<Pod> pods(String jobId) {
    return client
        .pods()
        .withLabel("batch.kubernetes.io/job-name", IndexedJobSpec.name(jobId))
        .list()
        .getItems();
  }

  @Override
  public void delete(String jobId) throws IOException {
    ask(() -> job(jobId).withPropagationPolicy(DeletionPropagation.BACKGROUND).delete());
    log.info("Job {}: its indexes are ended", jobId);
  }

  private ScalableResource<Job> job(String jobId) {
    return client.batch().v1().jobs().withName(IndexedJobSpec.name(jobId));
  }

  /** What the API refuses does not get better by asking again; else it is away for some time. */
  private static <T> T ask(Supplier<T> request) throws IOException {
    try {
      return request.get();
    } catch (KubernetesClientException e) {
      if (e.getCode() >= 400 && e.getCode() < 500 && e.getCode() != 429) {
        throw refused(String.valueOf(e.getMessage()), e);
      }
      throw new IOException("The cluster's API does not answer: " + e.getMessage(), e);
    }
  }

  private static JobFailure refused(String detail, @Nullable Exception cause) {
    return new JobFailure("cluster-refused", Blame.INFRASTRUCTURE, detail, cause);
  }
}
