package org.p2f.training.run.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.p2f.catalog.Page;
import org.p2f.catalog.access.Callers;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.catalog.job.AlreadyFinished;
import org.p2f.catalog.job.Job;
import org.p2f.catalog.job.Jobs;
import org.p2f.kit.job.JobView;
import org.p2f.kit.paging.PageQuery;
import org.p2f.kit.paging.PageView;
import org.p2f.training.JobKinds;
import org.p2f.training.run.CheckpointDescription;
import org.p2f.training.run.CoursePoint.MetricPoint;
import org.p2f.training.run.TrainingPlan;
import org.p2f.training.run.store.Cancellations;
import org.p2f.training.run.store.RunLabels;
import org.p2f.training.run.store.TrainingMetrics;
import org.p2f.training.run.store.TrainingProbes;
import org.p2f.training.run.store.TrainingRequests;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The training runs: jobs of one kind, with their metrics. */
@Component
class TrainingRuns {
  private final Jobs jobs;
  private final TrainingMetrics metrics;
  private final TrainingProbes probes;
  private final TrainingRequests requests;
  private final Cancellations cancellations;
  private final RunLabels labels;
  private final Artifacts artifacts;
  private final JsonMapper json;

  TrainingRuns(
      Jobs jobs,
      TrainingMetrics metrics,
      TrainingProbes probes,
      TrainingRequests requests,
      Cancellations cancellations,
      RunLabels labels,
      Artifacts artifacts,
      JsonMapper json) {
    this.jobs = jobs;
    this.metrics = metrics;
    this.probes = probes;
    this.requests = requests;
    this.cancellations = cancellations;
    this.labels = labels;
    this.artifacts = artifacts;
    this.json = json;
  }

  public Optional<TrainingRunView> find(String id) {
    return job(id).map(this::view);
  }

  PageView<TrainingRunView> list(PageQuery query) {
    Page<Job> page = jobs.list(JobKinds.TRAINING, null, query.cursor(), query.limit());
    List<String> ids = page.items().stream().map(Job::id).toList();
    Map<String, Long> steps = metrics.lastSteps(ids);
    Map<String, RunLabels.Label> written = labels.of(ids);
    return PageView.of(
        page,
        job ->
            view(
                job,
                steps.getOrDefault(job.id(), 0L),
                written.getOrDefault(job.id(), RunLabels.Label.NONE)));
  }

  /**
   * Writes on a run.
   *
   * @throws org.p2f.catalog.access.ReadOnlyProject if the caller may only see it
   */
  Optional<TrainingRunView> label(String id, RunLabelRequest request) {
    return job(id)
        .map(
            run -> {
              Callers.current().requireMember(run.project());
              labels.set(run.id(), request.over(labels.of(run.id())));
              return view(run);
            });
  }

  Optional<TrainingRunView> cancel(String id, Cancellations.Choice choice) {
    return job(id)
        .flatMap(
            run -> {
              if (!run.state().isFinal()) {
                cancellations.choose(run.id(), choice);
              }
              return jobs.cancel(run.id());
            })
        .map(this::view);
  }

  public void cancelUnlessOver(String id, Cancellations.Choice choice) {
    try {
      var _ = cancel(id, choice);
    } catch (AlreadyFinished _) {
      // what was to be
    }
  }

  /**
   * @param from first step, from 1
   * @param to last step
   */
  Optional<TrainingMetricsView> metrics(String id, long from, long to, int points) {
    return job(id)
        .map(
            run -> {
              long last = metrics.lastSteps(List.of(run.id())).getOrDefault(run.id(), 0L);
              List<MetricPoint> latest =
                  metrics.read(run.id(), last - RecentSteps.COUNT + 1, last, RecentSteps.COUNT);
              return TrainingMetricsView.of(
                  metrics.read(run.id(), from, to, points),
                  last,
                  RecentSteps.of(latest, plan(run).batchSize()));
            });
  }

  /** What the run left that others can go on from, oldest first. */
  Optional<List<TrainingCheckpointView>> checkpoints(String id) {
    return job(id)
        .map(
            run ->
                artifacts.ofJob(run.id()).stream()
                    .filter(a -> a.kind() == ArtifactKind.CHECKPOINT)
                    .map(
                        a ->
                            TrainingCheckpointView.of(
                                a, json.treeToValue(a.attributes(), CheckpointDescription.class)))
                    .toList());
  }

  Optional<TrainingProbesView> probes(String id) {
    return job(id).map(run -> new TrainingProbesView(probes.read(run.id())));
  }

  Optional<HeldOutLossesView> heldOutLosses(String id) {
    return job(id).map(run -> new HeldOutLossesView(probes.heldOut(run.id())));
  }

  /** What was asked for when the run was started. */
  Optional<JsonNode> request(String id) {
    return job(id).flatMap(run -> requests.find(run.id())).map(json::readTree);
  }

  TrainingRunView view(Job job) {
    return view(
        job, metrics.lastSteps(List.of(job.id())).getOrDefault(job.id(), 0L), labels.of(job.id()));
  }

  private TrainingRunView view(Job job, long step, RunLabels.Label label) {
    TrainingPlan plan = plan(job);
    return new TrainingRunView(
        job.id(),
        plan.name(),
        JobView.of(job),
        plan,
        job.artifacts().stream()
            .filter(id -> id.startsWith(ArtifactKind.MODEL.prefix() + "-"))
            .findFirst()
            .orElse(null),
        step,
        plan.steps(),
        label.tags(),
        label.notes());
  }

  private TrainingPlan plan(Job job) {
    return json.treeToValue(job.plan(), TrainingPlan.class);
  }

  private Optional<Job> job(String id) {
    return jobs.find(id).filter(job -> job.kind().equals(JobKinds.TRAINING));
  }
}
