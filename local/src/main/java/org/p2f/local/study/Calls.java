package org.p2f.local.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.p2f.client.ApiClient;
import org.p2f.client.ApiException;
import org.p2f.client.api.ArtifactsApi;
import org.p2f.client.api.DatasetsApi;
import org.p2f.client.api.JobsApi;
import org.p2f.client.api.ModelsApi;
import org.p2f.client.api.StudiesApi;
import org.p2f.client.api.TrainingRunsApi;
import org.p2f.client.api.UploadsApi;
import org.p2f.local.platform.LocalFailure;

/** The platform's API through the generated client, with refusals told as sentences. */
public final class Calls {
  private final JobsApi jobs;
  private final UploadsApi uploads;
  private final DatasetsApi datasets;
  private final TrainingRunsApi trainingRuns;
  private final StudiesApi studies;
  private final ArtifactsApi artifacts;
  private final ModelsApi models;

  public Calls(String url, String token) {
    var client = new ApiClient();
    client.updateBaseUri(url);
    client.setReadTimeout(Duration.ofMinutes(2));
    client.setRequestInterceptor(r -> r.header("Authorization", "Bearer " + token));
    jobs = new JobsApi(client);
    uploads = new UploadsApi(client);
    datasets = new DatasetsApi(client);
    trainingRuns = new TrainingRunsApi(client);
    studies = new StudiesApi(client);
    artifacts = new ArtifactsApi(client);
    models = new ModelsApi(client);
  }

  public JobsApi jobs() {
    return jobs;
  }

  UploadsApi uploads() {
    return uploads;
  }

  public DatasetsApi datasets() {
    return datasets;
  }

  public TrainingRunsApi trainingRuns() {
    return trainingRuns;
  }

  StudiesApi studies() {
    return studies;
  }

  ArtifactsApi artifacts() {
    return artifacts;
  }

  ModelsApi models() {
    return models;
  }

  /** A call that may be refused. */
  @FunctionalInterface
  public interface Call<T> {
    T run() throws ApiException;
  }

  /**
   * @throws LocalFailure with the problem's own words if the call is refused
   */
  public <T> T ask(Call<T> call) {
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
        var problem = new ObjectMapper().readTree(body);
        var detail = problem.path("detail").asText();
        if (!detail.isEmpty()) {
          return "The platform refused (%d): %s%s"
              .formatted(refused.getCode(), detail, fields(problem));
        }
      } catch (JsonProcessingException notAProblem) {
        // told as it is
      }
    }
    return "The platform did not answer as expected: %s".formatted(refused.getMessage());
  }

  private static String fields(JsonNode problem) {
    var text = new StringBuilder();
    for (var error : problem.path("errors")) {
      text.append("; ")
          .append(error.path("field").asText())
          .append(' ')
          .append(error.path("message").asText());
    }
    return text.toString();
  }

  /** Waits before the platform is asked again. */
  public static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new LocalFailure("Interrupted; the same command goes on where it was.", stopped);
    }
  }
}
