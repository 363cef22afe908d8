package org.p2f.training.run.web;

import org.jspecify.annotations.Nullable;
import org.p2f.catalog.job.Job;
import org.p2f.kit.job.SubmitJob;
import org.p2f.training.JobKinds;
import org.p2f.training.run.TrainingPlan;
import org.p2f.training.run.TrainingRunRequest;
import org.p2f.training.run.store.TrainingRequests;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Starts runs, and remembers what was asked for. */
@Component
class StartTraining {
  private final SubmitJob submitJob;
  private final TrainingRequests requests;
  private final JsonMapper json;

  StartTraining(SubmitJob submitJob, TrainingRequests requests, JsonMapper json) {
    this.submitJob = submitJob;
    this.requests = requests;
    this.json = json;
  }

  /**
   * @param plan of the request
   */
  @Transactional
  public Job start(TrainingRunRequest request, TrainingPlan plan, @Nullable String idempotencyKey) {
    return start(request, plan, idempotencyKey, null);
  }

  /**
   * @param plan of the request
   * @param sweep the request for which the key stands, if this is the first of its runs; else null
   */
  @Transactional
  public Job start(
      TrainingRunRequest request,
      TrainingPlan plan,
      @Nullable String idempotencyKey,
      @Nullable Object sweep) {
    Job job = submitJob.submit(JobKinds.TRAINING, plan, plan.inputs(), idempotencyKey, sweep);
    ObjectNode asked = json.valueToTree(request);
    asked.set("precision", json.valueToTree(plan.precision())); // of this machine, if it was auto
    requests.record(job.id(), asked.toString());
    return job;
  }
}
