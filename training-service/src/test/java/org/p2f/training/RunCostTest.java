package org.p2f.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2f.training.RestartedService.dataset;
import static org.p2f.training.RestartedService.submit;
import static org.p2f.training.RestartedService.succeeded;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.catalog.test.PostgresFixture.Database;
import org.p2f.kit.test.Answer;
import org.p2f.kit.test.Api;
import org.p2f.kit.test.Tokens;
import tools.jackson.databind.JsonNode;

/**
 * What a dry run says against what a run takes in a process of its own, and what pictures of
 * samples add to it. Takes minutes, so it is asked for: {@code -Dp2f.measure=true}.
 */
@EnabledIfSystemProperty(named = "p2f.measure", matches = "true")
class RunCostTest {
  private static final int STEPS = 30;
  private static final int STEPS_WITH_PICTURES = 10;

  @TempDir Path home;
  private final Tokens tokens = Tokens.create();
  private final Database database = PostgresFixture.newDatabase();

  @ParameterizedTest
  @ValueSource(strings = {"tiny", "small"})
  void estimatesAreNearWhatARunTakes(String preset) {
    Map<String, Object> request;
    JsonNode told;
    try (var first = ServiceProcess.start("first", home, database, tokens)) {
      request = request(first.api(), preset, STEPS);
      Answer plan = first.api().post("/v1/training-plans", request);
      assertThat(plan.status()).as(plan.text()).isEqualTo(200);
      told = plan.json();
    }
    try (var second = ServiceProcess.start("second", home, database, tokens)) {
      long before = second.peakBytes();
      double seconds = trained(second.api(), request).steps().sum();
      long bytes = second.peakBytes();
      double estimatedSeconds = told.path("estimatedSeconds").asDouble();
      double estimatedBytes = told.path("estimatedMemoryBytes").asDouble();
      System.out.printf(
          Locale.ROOT,
          "RunCostTest: %s: estimated %.0f MiB, taken %.0f MiB (%.0f MiB before the run): %.2f;"
              + " estimated %.1f s, taken %.1f s: %.2f%n",
          preset,
          estimatedBytes / (1 << 20),
          bytes / (double) (1 << 20),
          before / (double) (1 << 20),
          estimatedBytes / bytes,
          estimatedSeconds,
          seconds,
          estimatedSeconds / seconds);
      assertThat(estimatedBytes / bytes).isBetween(.7, 1.3);
      assertThat(estimatedSeconds / seconds).isBetween(.7, 1.3);
    }
  }

  /** One picture of the default size, once its programs are compiled. */
  @ParameterizedTest
  @ValueSource(strings = {"tiny", "small"})
  void pictureOfSamplesTakesAsLongAsSomeSteps(String preset) {
    try (var service = ServiceProcess.start("drawing", home, database, tokens)) {
      Map<String, Object> request = request(service.api(), preset, STEPS_WITH_PICTURES);
      request.put("samples", Map.of("everySteps", STEPS_WITH_PICTURES / 2));
      double told =
          service
              .api()
              .post("/v1/training-plans", request)
              .json()
              .path("estimatedSeconds")
              .asDouble();
      Trained trained = trained(service.api(), request);
      double[] steps = trained.steps().sorted().toArray();
      List<JsonNode> pictures =
          service
              .api()
              .get("/v1/training-runs/%s/samples".formatted(trained.id()))
              .json()
              .path("pictures")
              .valueStream()
              .toList();
      assertThat(pictures).hasSize(3);
      double first = pictures.getFirst().path("seconds").asDouble();
      double later = pictures.getLast().path("seconds").asDouble();
      double step = steps[steps.length / 2];
      double taken =
          DoubleStream.of(steps).sum()
              + pictures.stream().mapToDouble(picture -> picture.path("seconds").asDouble()).sum();
      System.out.printf(
          Locale.ROOT,
          "RunCostTest: %s: %.2f s a picture (%.2f s the first), %.3f s a step: as %.1f steps;"
              + " estimated %.1f s, taken %.1f s: %.2f%n",
          preset,
          later,
          first,
          step,
          later / step,
          told,
          taken,
          told / taken);
      assertThat(later / step).isBetween(1., 20.); // measured 5.6 and 4.1
      assertThat(told / taken).isBetween(.7, 1.3);
    }
  }

  private static Map<String, Object> request(Api api, String preset, int steps) {
    return new HashMap<>(
        Map.of(
            "datasetId",
            dataset(api, 1_000),
            "preset",
            preset,
            "objective",
            "drl",
            "steps",
            steps,
            "checkpoints",
            Map.of("everySteps", 10)));
  }

  /**
   * @param steps seconds that each step took
   */
  private record Trained(String id, DoubleStream steps) {}

  private static Trained trained(Api api, Map<String, ?> request) {
    String id = submit(api, "/v1/training-runs", request);
    succeeded(api, id);
    double batch =
        api.get("/v1/training-runs/" + id).json().path("plan").path("batchSize").asDouble();
    return new Trained(
        id,
        api.get("/v1/training-runs/%s/metrics?points=%d".formatted(id, STEPS))
            .json()
            .path("points")
            .valueStream()
            .mapToDouble(point -> batch / point.path("imagesPerSecond").asDouble()));
  }
}
