package org.p2f.local.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.p2f.client.model.DatasetRequest;
import org.p2f.client.model.JobView;
import org.p2f.client.model.ProbeSettings;
import org.p2f.client.model.TrainingRunRequest;
import org.p2f.client.model.TrainingRunRequest.ObjectiveEnum;
import org.p2f.local.study.Calls;

/** Models of two training steps on a few drawn images. */
final class TrainedHere {
  private TrainedHere() {}

  /** The model's id. */
  static String model(
      Calls calls, String preset, ObjectiveEnum objective, @Nullable ProbeSettings probe) {
    var images =
        new DatasetRequest()
            .name("drawn")
            .source(DatasetRequest.SourceEnum.SYNTHETIC)
            .trainLimit(60)
            .testLimit(20);
    var dataset =
        followed(
            calls, calls.ask(() -> calls.datasets().createDataset(images, false, null)).getId());
    var request =
        new TrainingRunRequest()
            .datasetId(dataset)
            .preset(preset)
            .objective(objective)
            .steps(2L)
            .batchSize(8)
            .probe(probe);
    var run = calls.ask(() -> calls.trainingRuns().createTrainingRun(request, false, null));
    followed(calls, run.getId()); // a model, and the state from which a longer run goes on
    return Objects.requireNonNull(
        calls.ask(() -> calls.trainingRuns().getTrainingRun(run.getId())).getModelId());
  }

  /** Waits for a job; the id of what it made last. */
  private static String followed(Calls calls, String id) {
    while (true) {
      var job = calls.ask(() -> calls.jobs().getJob(id));
      if (job.getState() == JobView.StateEnum.SUCCEEDED) {
        return job.getArtifacts().getLast();
      }
      assertThat(job.getState())
          .as(String.valueOf(job.getFailure()))
          .isNotIn(JobView.StateEnum.FAILED, JobView.StateEnum.CANCELLED);
      Calls.pause(200);
    }
  }
}
