package org.p2f.cluster.kubernetes;

import static java.net.HttpURLConnection.HTTP_CONFLICT;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ScalableResource;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.job.Blame;
import org.p2f.catalog.job.JobFailure;
import org.p2f.cluster.IndexedJobs;
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
  public void start(Work work) throws IOException {
    ask(
        () -> {
          Job found = job(work.id()).get();
          return found == null ? create(work) : goOn(work.id(), found);
        });
  }

  private static String goOn(String id, Job found) {
    String name = found.getMetadata().getName();
    log.info("{} goes on as {}", id, name);
    return name;
  }

  private String create(Work work) {
    Pod worker = client.pods().withName(properties.pod()).get();
    if (worker == null) {
      throw refused(
          "p2f.cluster.pod is %s, which is no pod of this namespace".formatted(properties.pod()),
          null);
    }
    Job wanted = new IndexedJobSpec(properties).of(work, worker);
    try {
      client.batch().v1().jobs().resource(wanted).create();
      log.info(
          "{} runs as {}, {} indexes", work.id(), wanted.getMetadata().getName(), work.indexes());
    } catch (KubernetesClientException e) {
      if (e.getCode() != HTTP_CONFLICT) { // else another worker was faster
        throw e;
      }
    }
    return wanted.getMetadata().getName();
  }

  @Override
  public Look look(String id) throws IOException {
    return ask(
        () -> {
          Job job = job(id).get();
          return job == null
              ? new Look(State.MISSING, 0, List.of())
              : IndexStatus.of(job, () -> pods(id));
        });
  }

  private List<Pod> pods(String id) {
    return client
        .pods()
        .withLabel("batch.kubernetes.io/job-name", IndexedJobSpec.name(id))
        .list()
        .getItems();
  }

  @Override
  public void delete(String id) throws IOException {
    ask(() -> job(id).withPropagationPolicy(DeletionPropagation.BACKGROUND).delete());
    log.info("The indexes of {} are ended", id);
  }

  private ScalableResource<Job> job(String id) {
    return client.batch().v1().jobs().withName(IndexedJobSpec.name(id));
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
