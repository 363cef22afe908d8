package org.p2f.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.catalog.test.PostgresFixture.Database;
import org.p2f.catalog.test.Waiting;
import org.p2f.kit.test.Api;
import org.p2f.kit.test.Tokens;
import tools.jackson.databind.JsonNode;

/** Servers that are away, answers that are lost, services that are killed, and several at once. */
@EnabledIf(value = MlflowTracking.IS_INSTALLED, disabledReason = MlflowTracking.NOT_INSTALLED)
class MlflowRestartTest {
  private static final String EXPERIMENT = "p2f-default";
  private static final int STEPS = 60;

  @TempDir Path home;
  private final Tokens tokens = Tokens.create();
  private final Database database = PostgresFixture.newDatabase();
  private final int port = ServiceProcess.freePort();

  private ServiceProcess service(String name, int mlflowPort) {
    return ServiceProcess.start(
        name,
        home,
        database,
        tokens,
        "--p2f.mlflow.tracking-uri=http://127.0.0.1:" + mlflowPort,
        "--p2f.mlflow.poll=50ms",
        "--p2f.mlflow.first-retry=100ms",
        "--p2f.mlflow.longest-retry=500ms");
  }

  private static Map<String, Object> request(Api api, int steps) {
    Map<String, Object> request = new HashMap<>();
    request.put("datasetId", RestartedService.dataset(api));
    request.put("preset", "tiny");
    request.put("objective", "drl");
    request.put("steps", steps);
    request.put("batchSize", 8);
    request.putAll(
        Nested.of(
            Map.of("checkpoints.everySteps", 7, "probe.everySteps", 20, "probe.images", 100)));
    return request;
  }

  @BeforeEach
  void workspace() throws Exception {
    Files.createDirectories(home.resolve("tracking"));
  }

  private MlflowTracking tracking() {
    return MlflowTracking.start(home.resolve("tracking"), port);
  }

  /** Each step once, with the value that the API has. */
  private static void isThereOnce(Api api, MlflowTracking mlflow, String id) {
    JsonNode run = mlflow.run(EXPERIMENT, id, "FINISHED");
    for (String measure : List.of("loss", "images_per_second")) {
      assertThat(mlflow.history(run, "train/" + measure))
          .as(measure)
          .extracting(point -> point.path("step").asLong())
          .containsExactlyElementsOf(LongStream.rangeClosed(1, STEPS).boxed().toList());
    }
    assertThat(mlflow.history(run, "train/loss"))
        .extracting(point -> point.path("value").asDouble())
        .containsExactlyElementsOf(losses(api, id));
    assertThat(mlflow.history(run, "probe_accuracy/shape/t_0.0"))
        .extracting(point -> point.path("step").asLong())
        .containsExactly(0L, 20L, 40L, 60L);
  }

  private static List<Double> losses(Api api, String id) {
    return api.get("/v1/training-runs/%s/metrics?points=1000".formatted(id))
        .json()
        .path("points")
        .valueStream()
        .map(point -> point.path("loss").asDouble())
        .toList();
  }

  @Test
  void whatHappenedWhileTheServerWasAwayIsThereOnceItIsBack() {
    try (var service = service("early", port)) {
      Map<String, Object> request = request(service.api(), STEPS);
      String id = RestartedService.submit(service.api(), "/v1/training-runs", request);
      RestartedService.succeeded(service.api(), id);
      assertThat(count("state = 'PENDING' and failures > 0")).isOne();
      assertThat(service.api().get("/actuator/prometheus").text())
          .contains("p2f_mlflow_runs{application=\"training-service\",state=\"failing\"} 1.0");
      try (var mlflow = tracking()) {
        isThereOnce(service.api(), mlflow, id);
        Waiting.until("the end", () -> count("state = 'DONE'"), done -> done == 1);
      }
    }
  }

  @Test
  void aKilledServiceAndItsSuccessorTellOfARunOnce() {
    try (var mlflow = tracking()) {
      String id;
      try (var first = service("first", port)) {
        Map<String, Object> request = request(first.api(), STEPS);
        id = RestartedService.submit(first.api(), "/v1/training-runs", request);
        Waiting.until(
            "points of a run that trains",
            () -> mlflow.run(EXPERIMENT, id),
            run -> run.at("/data/metrics").size() > 0);
        first.kill();
      }
      try (var second = service("second", port)) {
        assertThat(RestartedService.succeeded(second.api(), id).path("attempt").asInt())
            .isEqualTo(2);
        isThereOnce(second.api(), mlflow, id);
      }
    }
  }

  @Test
  void severalServicesTellOfEachRunOnce() {
    try (var mlflow = tracking();
        var first = service("first", port);
        var second = service("second", port)) {
      Map<String, Object> request = request(first.api(), STEPS);
      var ids = new HashSet<String>();
      for (int run = 0; run < 4; run++) {
        ids.add(RestartedService.submit(first.api(), "/v1/training-runs", request));
      }
      ids.forEach(id -> RestartedService.succeeded(first.api(), id));
      for (String id : ids) {
        isThereOnce(second.api(), mlflow, id);
      }
      assertThat(mlflow.runs(EXPERIMENT).size()).isEqualTo(ids.size());
    }
  }

  @Test
  void anAnswerThatIsLostDoublesNothing() {
    try (var mlflow = tracking();
        var losing = LosingProxy.to(mlflow.uri());
        var service = service("unlucky", losing.port())) {
      Map<String, Object> request = request(service.api(), STEPS);
      String id = RestartedService.submit(service.api(), "/v1/training-runs", request);
      RestartedService.succeeded(service.api(), id);
      isThereOnce(service.api(), mlflow, id);
      assertThat(mlflow.runs(EXPERIMENT).size()).isOne();
      assertThat(losing.lost())
          .anyMatch(path -> path.endsWith("/experiments/create"))
          .anyMatch(path -> path.endsWith("/runs/create"))
          .anyMatch(path -> path.endsWith("/runs/log-batch"))
          .anyMatch(path -> path.endsWith("/runs/update"))
          .anyMatch(path -> path.endsWith("/encoder/weights.safetensors"));
    }
  }

  @Test
  void aRunThatIsToldAllOverAgainIsTheSame() throws SQLException {
    try (var mlflow = tracking();
        var service = service("forgetful", port)) {
      Map<String, Object> request = request(service.api(), STEPS);
      String id = RestartedService.submit(service.api(), "/v1/training-runs", request);
      RestartedService.succeeded(service.api(), id);
      JsonNode before = mlflow.run(EXPERIMENT, id, "FINISHED");
      Waiting.until("the end", () -> count("state = 'DONE'"), done -> done == 1);
      try (var connection = database.connect();
          var statement = connection.createStatement()) {
        statement.execute("delete from mlflow_run");
      }
      Waiting.until("the end", () -> count("state = 'DONE'"), done -> done == 1);
      assertThat(mlflow.run(EXPERIMENT, id, "FINISHED")).isEqualTo(before);
      isThereOnce(service.api(), mlflow, id);
    }
  }

  private long count(String condition) {
    try (var connection = database.connect();
        var statement = connection.createStatement();
        var result = statement.executeQuery("select count(*) from mlflow_run where " + condition)) {
      result.next();
      return result.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
