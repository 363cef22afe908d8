package org.p2f.training.mlflow.work;

import static org.p2f.training.mlflow.work.HeldRun.object;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.job.Job;
import org.p2f.training.mlflow.store.MlflowRuns;
import org.p2f.training.run.CoursePoint.MetricPoint;
import org.p2f.training.run.TrainingPlan;
import org.p2f.training.run.store.RunCourse;
import org.p2f.training.run.store.RunCourse.Recorded;
import org.p2f.training.run.store.SampleGrids;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells MLflow the next part of what it does not know of a run.
 *
 * <p>Points are kept as they are before they are sent, until MLflow has them: what is sent again
 * after a crash is the same, of which MLflow keeps one, although a run that resumed has since
 * measured other times for the same steps.
 */
@Component
final class MlflowPush {
  /** Of points in one call (mlflow/utils/validation.py). */
  private static final int MOST_POINTS = 1_000;

  private static final int STEPS_AT_ONCE = MOST_POINTS / MetricPoint.MOST_SCALARS;
  private static final int PROBES_AT_ONCE = 10;
  private static final int PICTURES_AT_ONCE = 10;

  private final RunStart start;
  private final RunEnd end;
  private final RunCourse course;
  private final SampleGrids grids;
  private final JsonMapper json;
  private final Clock clock;

  MlflowPush(
      RunStart start,
      RunEnd end,
      RunCourse course,
      SampleGrids grids,
      JsonMapper json,
      Clock clock) {
    this.start = start;
    this.end = end;
    this.course = course;
    this.grids = grids;
    this.json = json;
    this.clock = clock;
  }

  /** What there is to tell of a run after a push. */
  enum Rest {
    MORE,
    NOTHING_YET,
    NOTHING_EVER
  }

  /**
   * Tells the next part.
   *
   * @param job as it was before this call, so that all that an ended one left is seen
   */
  Rest push(MlflowRuns.Claim claim, Job job, HeldRun held, MlflowRuns runs) {
    var plan = json.treeToValue(job.plan(), TrainingPlan.class);
    RunStart.Begun run = begun(claim);
    if (run == null) {
      run = start.begin(held, job, plan);
      runs.begun(claim, run.id(), run.artifacts());
    }
    boolean told = tellPoints(claim, job, plan, run.id(), held, runs);
    told |= tellPictures(claim, run, held, runs);
    if (told) {
      return Rest.MORE;
    }
    if (!job.state().isFinal()) {
      return Rest.NOTHING_YET;
    }
    end.tell(held, job, run);
    return Rest.NOTHING_EVER;
  }

  private static RunStart.@Nullable Begun begun(MlflowRuns.Claim claim) {
    String id = claim.mlflowId();
    return id == null ? null : new RunStart.Begun(id, claim.artifacts());
  }

  private boolean tellPoints(
      MlflowRuns.Claim claim,
      Job job,
      TrainingPlan plan,
      String id,
      HeldRun held,
      MlflowRuns runs) {
    String batch = claim.batch();
    if (batch == null) {
      batch = next(claim, job, plan, runs);
    }
    if (batch == null) {
      return false;
    }
    ArrayNode points = (ArrayNode) json.readTree(batch);
    for (int from = 0; from < points.size(); from += MOST_POINTS) {
      ObjectNode call = object().put("run_id", id);
      ArrayNode some = call.putArray("metrics");
      points.valueStream().skip(from).limit(MOST_POINTS).forEach(some::add);
      held.post("runs/log-batch", call);
    }
    runs.sent(claim);
    return true;
  }

  /** Puts the next points on their way; null if there are none. */
  private @Nullable String next(
      MlflowRuns.Claim claim, Job job, TrainingPlan plan, MlflowRuns runs) {
    Instant otherwise = Objects.requireNonNullElseGet(job.finishedAt(), clock::instant);
    List<Recorded> measures =
        course.measures(
            job.id(), claim.step(), plan.steps(), job.state().isFinal(), otherwise, STEPS_AT_ONCE);
    List<Recorded> probes = course.probes(job.id(), claim.probeStep(), PROBES_AT_ONCE);
    if (measures.isEmpty() && probes.isEmpty()) {
      return null;
    }
    List<MlflowPoint> points =
        Stream.concat(measures.stream(), probes.stream())
            .flatMap(some -> some.scalars().stream().map(point -> MlflowPoint.of(point, some.at())))
            .toList();
    String batch = json.writeValueAsString(points);
    runs.batched(claim, batch, last(measures, claim.step()), last(probes, claim.probeStep()));
    return batch;
  }

  private static long last(List<Recorded> points, long before) {
    return points.stream().mapToLong(Recorded::step).max().orElse(before);
  }

  private boolean tellPictures(
      MlflowRuns.Claim claim, RunStart.Begun run, HeldRun held, MlflowRuns runs) {
    String place = run.artifacts();
    if (place == null) {
      return false;
    }
    List<Long> steps =
        grids.list(claim.runId()).stream()
            .map(SampleGrids.SampleGrid::step)
            .filter(step -> step > claim.pictureStep())
            .limit(PICTURES_AT_ONCE)
            .toList();
    for (long step : steps) {
      grids
          .picture(claim.runId(), step)
          .ifPresent(png -> held.put("%s/samples/step-%09d.png".formatted(place, step), png));
      runs.pictured(claim, step);
    }
    return !steps.isEmpty();
  }
}
