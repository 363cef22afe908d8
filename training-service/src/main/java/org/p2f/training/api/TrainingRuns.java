package org.p2f.training.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.p2f.catalog.Page;
import org.p2f.catalog.job.Job;
import org.p2f.catalog.job.Jobs;
import org.p2f.kit.job.JobView;
import org.p2f.kit.paging.PageQuery;
import org.p2f.kit.paging.PageView;
import org.p2f.training.domain.JobKinds;
import org.p2f.training.domain.MetricPoint;
import org.p2f.training.domain.TrainingMetrics;
import org.p2f.training.domain.TrainingPlan;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The training runs: jobs of one kind, with their metrics. */
@Component
class TrainingRuns {
  private final Jobs jobs;
  private final TrainingMetrics metrics;
  private final JsonMapper json;

  TrainingRuns(Jobs jobs, TrainingMetrics metrics, JsonMapper json) {
    this.jobs = jobs;
    this.metrics = metrics;
    this.json = json;
  }

  Optional<TrainingRunView> find(String id) {
    return job(id).map(this::view);
  }

  PageView<TrainingRunView> list(PageQuery query) {
    Page<Job> page = jobs.list(JobKinds.TRAINING, null, query.cursor(), query.limit());
    Map<String, Long> steps = metrics.lastSteps(page.items().stream().map(Job::id).toList());
    return PageView.of(page, job -> view(job, steps.getOrDefault(job.id(), 0L)));
  }

  Optional<TrainingRunView> cancel(String id) {
    return job(id).flatMap(run -> jobs.cancel(run.id())).map(this::view);
  }

  Optional<List<MetricPoint>> metrics(String id, int points) {
    return job(id).map(run -> metrics.read(run.id(), points));
  }

  TrainingRunView view(Job job) {
    return view(job, metrics.lastSteps(List.of(job.id())).getOrDefault(job.id(), 0L));
  }

  private TrainingRunView view(Job job, long step) {
    var plan = json.treeToValue(job.plan(), TrainingPlan.class);
    return new TrainingRunView(
        job.id(),
        plan.name(),
        JobView.of(job),
        plan,
        job.artifacts().stream().findFirst().orElse(null), // a run's one artifact is its model
        step,
        plan.steps());
  }

  private Optional<Job> job(String id) {
    return jobs.find(id).filter(job -> job.kind().equals(JobKinds.TRAINING));
  }
}
