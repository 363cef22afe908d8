package org.p2f.local.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.p2f.client.ApiClient;
import org.p2f.client.ApiException;
import org.p2f.client.api.AnalysesApi;
import org.p2f.client.api.ArtifactsApi;
import org.p2f.client.api.DatasetsApi;
import org.p2f.client.api.EvaluationsApi;
import org.p2f.client.api.JobsApi;
import org.p2f.client.api.ModelsApi;
import org.p2f.client.api.TrainingRunsApi;
import org.p2f.client.api.TrajectoriesApi;
import org.p2f.client.api.UploadsApi;
import org.p2f.client.model.JobView;
import org.p2f.local.LocalFailure;

/** The platform's API through the generated client, with refusals told as sentences. */
final class Calls {
  private static final long POLL_MILLIS = 400;

  private final JobsApi jobs;
  private final UploadsApi uploads;
  private final DatasetsApi datasets;
  private final TrainingRunsApi trainingRuns;
  private final ModelsApi models;
  private final TrajectoriesApi trajectories;
  private final EvaluationsApi evaluations;
  private final AnalysesApi analyses;
  private final ArtifactsApi artifacts;
  private final PrintStream out;
  private final boolean terminal;

  Calls(String url, String token, PrintStream out, boolean terminal) {
    var client = new ApiClient();
    client.updateBaseUri(url);
    client.setReadTimeout(Duration.ofMinutes(2));
    client.setRequestInterceptor(r -> r.header("Authorization", "Bearer " + token));
    jobs = new JobsApi(client);
    uploads = new UploadsApi(client);
    datasets = new DatasetsApi(client);
    trainingRuns = new TrainingRunsApi(client);
    models = new ModelsApi(client);
    trajectories = new TrajectoriesApi(client);
    evaluations = new EvaluationsApi(client);
    analyses = new AnalysesApi(client);
    artifacts = new ArtifactsApi(client);
    this.out = out;
    this.terminal = terminal;
  }

  UploadsApi uploads() {
    return uploads;
  }

  DatasetsApi datasets() {
    return datasets;
  }

  TrainingRunsApi trainingRuns() {
    return trainingRuns;
  }

  ModelsApi models() {
    return models;
  }

  TrajectoriesApi trajectories() {
    return trajectories;
  }

  EvaluationsApi evaluations() {
    return evaluations;
  }

  AnalysesApi analyses() {
    return analyses;
  }

  ArtifactsApi artifacts() {
    return artifacts;
  }

  /** A call that may be refused. */
  @FunctionalInterface
  interface Call<T> {
    T run() throws ApiException;
  }

  /**
   * @throws LocalFailure with the problem's own words if the call is refused
   */
  <T> T ask(Call<T> call) {
    try {
      return call.run();
    } catch (ApiException refused) {
      throw new LocalFailure(explain(refused), refused);
    }
  }

  private static String explain(ApiException refused) {
    var body = refused.getResponseBody();
    if (body != null) {
      try {
        var detail = new ObjectMapper().readTree(body).path("detail").asText();
        if (!detail.isEmpty()) {
          return "The platform refused (%d): %s".formatted(refused.getCode(), detail);
        }
      } catch (JsonProcessingException notAProblem) {
        // told as it is
      }
    }
    return "The platform did not answer as expected: %s".formatted(refused.getMessage());
  }

  /**
   * Follows a job to its end.
   *
   * @return the id of the artifact it made
   * @throws LocalFailure if it failed or was cancelled
   */
  String follow(String title, JobView submitted) {
    var bar = new ProgressBar(out, terminal, title);
    long begun = System.nanoTime();
    var job = submitted;
    while (!isFinal(job)) {
      bar.show(job);
      pause();
      var id = job.getId();
      job = ask(() -> jobs.getJob(id));
    }
    if (job.getState() != JobView.StateEnum.SUCCEEDED) {
      var failure = job.getFailure();
      throw new LocalFailure(
          "%s %s%s (job %s)."
              .formatted(
                  title,
                  job.getState().getValue(),
                  failure == null ? "" : ": " + failure.getDetail(),
                  job.getId()));
    }
    bar.done((System.nanoTime() - begun) / 1e9);
    return job.getArtifacts().getLast();
  }

  private static boolean isFinal(JobView job) {
    return switch (job.getState()) {
      case SUCCEEDED, FAILED, CANCELLED -> true;
      default -> false;
    };
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new LocalFailure("The demo was interrupted; start it again and it goes on.", stopped);
    }
  }
}
