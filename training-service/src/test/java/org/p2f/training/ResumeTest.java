package org.p2f.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2f.training.RestartedService.dataset;
import static org.p2f.training.RestartedService.digestsOf;
import static org.p2f.training.RestartedService.files;
import static org.p2f.training.RestartedService.submit;
import static org.p2f.training.RestartedService.succeeded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.storage.Trees;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.catalog.test.PostgresFixture.Database;
import org.p2f.catalog.test.Waiting;
import org.p2f.kit.test.Api;
import org.p2f.kit.test.Tokens;
import tools.jackson.databind.JsonNode;

/** Runs in processes of their own that end amid training, and what another process makes of it. */
class ResumeTest {
  private static final int STEPS = 40;
  private static final int CHECKPOINT_EVERY = 7;
  private static final int SAMPLE_EVERY = 5;
  private static final int AVERAGES_EVERY = 9;
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(1_500);
  private static final List<String> REPRODUCIBLE =
      List.of("loss", "scoreLoss", "latentPenalty", "gradientNorm", "learningRate");

  private static final List<Map<String, ?>> PLANS =
      List.of(
          plan("vdrl", "none", "float32", 11),
          plan("drl", "strong", "bfloat16", 12),
          plan("vdrl", "simclr", "bfloat16", 13));

  private static Map<String, ?> plan(
      String objective, String augmentation, String precision, int seed) {
    return Nested.of(
        Map.of(
            "preset",
            "tiny",
            "objective",
            objective,
            "images.augmentation",
            augmentation,
            "precision",
            precision,
            "batchSize",
            16,
            "seed",
            seed,
            "checkpoints.everySteps",
            CHECKPOINT_EVERY,
            "samples",
            Map.of("everySteps", SAMPLE_EVERY, "images", 2, "sampler", Map.of("steps", 5)),
            "averages.everySteps",
            AVERAGES_EVERY));
  }

  @TempDir Path home;
  private final Tokens tokens = Tokens.create();
  private final Database database = PostgresFixture.newDatabase();

  /** {@code -Dp2f.kills=20} kills as often, in turn over three plans. */
  @Test
  void killedRunsEndBitEqualToOnesNeverStopped() {
    int kills = Integer.getInteger("p2f.kills", 1);
    long seed = Long.getLong("p2f.kills.seed", System.nanoTime());
    System.out.println("ResumeTest: moments of %d kills are drawn by %d".formatted(kills, seed));
    var random = new Random(seed);
    for (int plan = 0; plan < Math.min(kills, PLANS.size()); plan++) {
      killAndCompare(
          PLANS.get(plan), kills / PLANS.size() + (plan < kills % PLANS.size() ? 1 : 0), random);
    }
  }

  private void killAndCompare(Map<String, ?> plan, int kills, Random random) {
    Map<String, Object> request = new HashMap<>(plan);
    request.put("steps", STEPS * kills);
    String killed = "";
    for (int kill = 0; kill < kills; kill++) {
      try (var service = start("killed")) {
        if (kill == 0) {
          request.put("datasetId", dataset(service.api()));
          killed = submit(service.api(), "/v1/training-runs", request);
        }
        String run = killed;
        int whole = lastCheckpoint(run);
        Waiting.until("a checkpoint", () -> lastCheckpoint(run), step -> step > whole);
        assertThat(unfinished(run)).as("left by a dead worker").hasSizeLessThanOrEqualTo(1);
        String moment = awaitMoment(run, random, kill % 2 == 1);
        service.kill();
        System.out.println(
            "ResumeTest: killed %s; there are %s and %s"
                .formatted(moment, checkpoints(run), unfinished(run)));
      }
    }
    try (var last = start("last")) {
      assertThat(succeeded(last.api(), killed).path("attempt").asInt()).isEqualTo(kills + 1);
      assertEqualToOneNeverStopped(last.api(), killed, request, STEPS * kills);
      assertThat(unfinishedAnywhere()).isEmpty();
    }
  }

  /** At random, or as soon as a checkpoint is being written. */
  private String awaitMoment(String run, Random random, boolean whileWriting) {
    if (whileWriting) {
      long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (unfinished(run).isEmpty() && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }
      return "over a checkpoint";
    }
    long pause = (long) (random.nextDouble() * LONGEST_PAUSE.toNanos());
    LockSupport.parkNanos(pause);
    return "%d ms after a checkpoint".formatted(Duration.ofNanos(pause).toMillis());
  }

  @Test
  void terminatedRunSavesItsLastStepAndEndsBitEqualToo() {
    long[] lastStep = new long[1];
    List<String> left =
        stopAndResume(
            service -> {
              service.terminate();
              lastStep[0] = lastRecordedStep();
            });
    assertThat(left.getLast()).startsWith("checkpoint-%012d-".formatted(lastStep[0]));
  }

  @Test
  void aRunGoesOnWhereNothingOfItsWorkspaceIsSeen() throws IOException {
    String[] apart = {"--p2f.workspace.shared=false"};
    Map<String, Object> request = new HashMap<>(PLANS.getFirst());
    request.put("steps", STEPS);
    String killed;
    try (var first = ServiceProcess.start("first", home, database, tokens, apart)) {
      request.put("datasetId", dataset(first.api()));
      killed = submit(first.api(), "/v1/training-runs", request);
      Waiting.until("two checkpoints", () -> lastCheckpoint(killed), at -> at > CHECKPOINT_EVERY);
      first.kill();
    }
    Trees.delete(home.resolve("work"));
    try (var second = ServiceProcess.start("second", home, database, tokens, apart)) {
      assertThat(succeeded(second.api(), killed).path("attempt").asInt()).isEqualTo(2);
      assertThat(second.log()).containsPattern("Run %s goes on after step [1-9]".formatted(killed));
      assertEqualToOneNeverStopped(second.api(), killed, request, STEPS);
    }
  }

  /** Returns the checkpoints that the first process left. */
  private List<String> stopAndResume(Consumer<ServiceProcess> stop) {
    Map<String, Object> request;
    String stopped;
    try (var first = start("first")) {
      String dataset = dataset(first.api());
      request = new HashMap<>(PLANS.getFirst());
      request.put("steps", STEPS);
      request.put("datasetId", dataset);
      stopped = submit(first.api(), "/v1/training-runs", request);
      Waiting.until("first checkpoint", () -> checkpoints(stopped), found -> !found.isEmpty());
      stop.accept(first);
    }
    List<String> left = checkpoints(stopped);
    assertThat(left).as("checkpoints that the dead process left").isNotEmpty();
    try (var second = start("second")) {
      Api api = second.api();
      JsonNode resumed = succeeded(api, stopped);
      assertThat(resumed.path("attempt").asInt()).isEqualTo(2);
      assertEqualToOneNeverStopped(api, stopped, request, STEPS);
      return left;
    }
  }

  private static void assertEqualToOneNeverStopped(
      Api api, String stopped, Map<String, ?> request, int steps) {
    String whole = submit(api, "/v1/training-runs", request);
    assertThat(succeeded(api, whole).path("attempt").asInt()).isEqualTo(1);
    assertThat(filesOf(api, stopped))
        .isEqualTo(filesOf(api, whole))
        .hasSize(4 + Math.ceilDiv(steps, AVERAGES_EVERY));
    assertThat(metricsOf(api, stopped)).isEqualTo(metricsOf(api, whole)).hasSize(steps);
    assertThat(picturesOf(api, stopped))
        .isEqualTo(picturesOf(api, whole))
        .hasSize(steps / SAMPLE_EVERY + 1);
  }

  private static Map<String, ByteBuffer> picturesOf(Api api, String runId) {
    Map<String, ByteBuffer> pictures = new HashMap<>();
    String path = "/v1/training-runs/%s/samples".formatted(runId);
    for (JsonNode picture : api.get(path).json().path("pictures")) {
      String step = picture.path("step").asString();
      pictures.put(step, ByteBuffer.wrap(api.get(path + "/" + step).body()));
    }
    return pictures;
  }

  private long lastRecordedStep() {
    try (var connection = database.connect();
        var statement = connection.createStatement();
        var result = statement.executeQuery("select max(step) from training_metric")) {
      result.next();
      return result.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private ServiceProcess start(String name) {
    return ServiceProcess.start(name, home, database, tokens);
  }

  private List<String> checkpoints(String runId) {
    return files(home.resolve("work").resolve(runId), "checkpoint-.*");
  }

  private int lastCheckpoint(String runId) {
    List<String> there = checkpoints(runId);
    return there.isEmpty() ? 0 : Integer.parseInt(there.getLast().split("-")[1]);
  }

  private List<String> unfinished(String runId) {
    return files(home.resolve("work").resolve(runId), "checkpoint\\.unfinished.*");
  }

  /** Files of jobs that are over, and of processes that are dead. */
  private List<String> unfinishedAnywhere() {
    try (Stream<Path> files = Files.walk(home)) {
      return files
          .map(file -> home.relativize(file).toString())
          .filter(name -> name.matches("work/.*|.*(unfinished|partial|pixels).*"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> filesOf(Api api, String runId) {
    return digestsOf(api, api.get("/v1/training-runs/" + runId).json().path("modelId").asString());
  }

  /** Step and values of every step; the clock's are left out. */
  private static List<List<Double>> metricsOf(Api api, String runId) {
    List<List<Double>> metrics = new ArrayList<>();
    for (JsonNode point :
        api.get("/v1/training-runs/%s/metrics?points=1000".formatted(runId))
            .json()
            .path("points")) {
      metrics.add(
          Stream.concat(Stream.of("step"), REPRODUCIBLE.stream())
              .map(name -> point.path(name).asDouble())
              .toList());
    }
    return metrics;
  }
}
