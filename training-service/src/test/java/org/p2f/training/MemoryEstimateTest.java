package org.p2f.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2f.training.RestartedService.dataset;
import static org.p2f.training.RestartedService.submit;
import static org.p2f.training.RestartedService.succeeded;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.catalog.test.PostgresFixture.Database;
import org.p2f.kit.test.Answer;
import org.p2f.kit.test.Tokens;

/**
 * What a dry run says of memory, against what a run takes in a process of its own. Takes minutes,
 * so it is asked for: {@code -Dp2f.measure=true}.
 */
@EnabledIfSystemProperty(named = "p2f.measure", matches = "true")
class MemoryEstimateTest {
  private static final int STEPS = 30;

  @TempDir Path home;
  private final Tokens tokens = Tokens.create();
  private final Database database = PostgresFixture.newDatabase();

  @ParameterizedTest
  @ValueSource(strings = {"tiny", "small"})
  void estimateIsNearWhatARunTakes(String preset) {
    Map<String, ?> request;
    double estimate;
    try (var first = ServiceProcess.start("first", home, database, tokens)) {
      request =
          Map.of(
              "datasetId",
              dataset(first.api(), 1_000),
              "preset",
              preset,
              "objective",
              "drl",
              "steps",
              STEPS,
              "checkpointEverySteps",
              10);
      Answer plan = first.api().post("/v1/training-plans", request);
      assertThat(plan.status()).as(plan.text()).isEqualTo(200);
      estimate = plan.json().path("estimatedMemoryBytes").asDouble();
    }
    try (var second = ServiceProcess.start("second", home, database, tokens)) {
      long before = second.peakBytes();
      succeeded(second.api(), submit(second.api(), "/v1/training-runs", request));
      long taken = second.peakBytes();
      System.out.printf(
          Locale.ROOT,
          "MemoryEstimateTest: %s: estimated %.0f MiB, taken %.0f MiB (%.0f MiB before the run): %.2f%n",
          preset,
          estimate / (1 << 20),
          taken / (double) (1 << 20),
          before / (double) (1 << 20),
          estimate / taken);
      assertThat(estimate / taken).isBetween(.7, 1.3);
    }
  }
}
