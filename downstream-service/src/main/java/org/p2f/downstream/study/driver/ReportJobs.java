package org.p2f.downstream.study.driver;

import java.util.List;
import java.util.Objects;
import org.p2f.catalog.access.Callers;
import org.p2f.catalog.job.Job;
import org.p2f.catalog.job.JobState;
import org.p2f.catalog.job.JobSubmission;
import org.p2f.catalog.job.Jobs;
import org.p2f.downstream.JobKinds;
import org.p2f.downstream.study.Study;
import org.p2f.downstream.study.StudyReportPlan;
import org.p2f.downstream.study.StudyState;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The jobs that write reports: this service's own. */
@Component
class ReportJobs {
  private final Jobs jobs;
  private final JsonMapper json;

  ReportJobs(Jobs jobs, JsonMapper json) {
    this.jobs = jobs;
    this.json = json;
  }

  StepJob submit(Study study, String key) {
    var plan = StudyReportPlan.of(study);
    var submission =
        new JobSubmission(
            JobKinds.STUDY_REPORT,
            json.valueToTree(plan),
            List.copyOf(plan.artifacts().values()),
            key,
            study.submittedBy());
    return view(Callers.as(study.owner(), () -> jobs.submit(submission)));
  }

  StepJob find(String id) {
    return jobs.find(id)
        .map(ReportJobs::view)
        .orElseThrow(() -> new StepJobs.Refused("No job " + id));
  }

  private static StepJob view(Job job) {
    var state =
        switch (job.state()) {
          case SUCCEEDED -> StudyState.SUCCEEDED;
          case FAILED -> StudyState.FAILED;
          case CANCELLED -> StudyState.CANCELLED;
          case QUEUED, RUNNING, CANCELLING -> StudyState.RUNNING;
        };
    return new StepJob(
        job.id(),
        state,
        job.progress(),
        job.state() == JobState.SUCCEEDED ? job.artifacts().getLast() : null,
        job.failure() == null ? null : Objects.requireNonNull(job.failure()).detail());
  }
}
