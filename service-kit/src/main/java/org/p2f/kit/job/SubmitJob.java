package org.p2f.kit.job;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.access.Callers;
import org.p2f.catalog.job.Job;
import org.p2f.catalog.job.JobSubmission;
import org.p2f.catalog.job.Jobs;
import org.p2f.catalog.storage.Storage;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.json.JsonMapper;

/** Submits jobs for the caller of the current request; services' controllers use it. */
public final class SubmitJob {
  private final Jobs jobs;
  private final JsonMapper json;
  private final ObjectProvider<Storage> storage;

  SubmitJob(Jobs jobs, JsonMapper json, ObjectProvider<Storage> storage) {
    this.storage = storage;
    this.jobs = jobs;
    this.json = json;
  }

  /**
   * Submits a job in the name of the current caller.
   *
   * @param kind names its handler
   * @param plan written as JSON object; the whole request, defaults filled in
   * @param inputs ids of the artifacts it reads
   * @param idempotencyKey the header as sent; checked here
   * @throws org.p2f.catalog.storage.QuotaExceeded if all that may be stored is stored
   */
  public Job submit(
      String kind, Object plan, List<String> inputs, @Nullable String idempotencyKey) {
    return submit(kind, plan, inputs, idempotencyKey, null);
  }

  /**
   * As {@link #submit(String, Object, List, String)}, for the first of several jobs that are asked
   * for together: the key stands for all of them.
   *
   * @param request what was asked for, written as JSON; null for this job alone
   */
  public Job submit(
      String kind,
      Object plan,
      List<String> inputs,
      @Nullable String idempotencyKey,
      @Nullable Object request) {
    storage.ifAvailable(store -> store.requireRoom(0));
    return jobs.submit(
        new JobSubmission(
            kind,
            json.valueToTree(plan),
            inputs,
            IdempotencyKey.checked(idempotencyKey),
            Callers.current().subject(),
            request == null ? null : json.valueToTree(request)));
  }

  /** As {@link #submit(String, Object, List, String)}; 202 with the job, and where to follow it. */
  public ResponseEntity<JobView> accept(
      String kind, Object plan, List<String> inputs, @Nullable String idempotencyKey) {
    Job job = submit(kind, plan, inputs, idempotencyKey);
    return accepted("/v1/jobs/" + job.id(), JobView.of(job));
  }

  /** 202 with a view of one's own of what was started, and where to follow it. */
  public static <T> ResponseEntity<T> accepted(String location, T view) {
    return ResponseEntity.accepted().location(URI.create(location)).body(view);
  }
}
