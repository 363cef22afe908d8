package org.p2f.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.data.Percentage.withPercentage;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.kit.test.Answer;
import tools.jackson.databind.JsonNode;

class TrainingCourseTest extends TrainingTest {
  @Test
  void metricsTellEveryStepAndAreThinnedOnRequest() {
    String id = trained(Map.of());
    JsonNode points = metrics(id, 500);
    assertThat(points.findValuesAsString("step"))
        .containsExactlyElementsOf(
            LongStream.rangeClosed(1, STEPS).mapToObj(Long::toString).toList());
    for (JsonNode point : points) {
      assertThat(point.path("loss").asDouble())
          .isEqualTo(
              point.path("scoreLoss").asDouble() + point.path("latentPenalty").asDouble(),
              offset(1e-3)); // float32 sums near 1,000
      assertThat(point.path("gradientNorm").asDouble()).isPositive();
      assertThat(point.path("imagesPerSecond").asDouble()).isPositive();
    }
    JsonNode thinned = metrics(id, 2);
    assertThat(thinned.findValuesAsString("step")).containsExactly("3", "6");
    assertThat(thinned.path(0).path("loss").asDouble())
        .isCloseTo(
            (points.path(0).path("loss").asDouble()
                    + points.path(1).path("loss").asDouble()
                    + points.path(2).path("loss").asDouble())
                / 3,
            withPercentage(1e-9)); // another order of summation
  }

  @Test
  void metricsTellHowTheRunFares() {
    String id = trained(Map.of("steps", 20, "images.augmentation", "simclr"));
    JsonNode course = api().get("/v1/training-runs/%s/metrics?points=20".formatted(id)).json();
    assertThat(course.path("lastStep").asInt()).isEqualTo(20);
    JsonNode recent = course.path("recent");
    assertThat(recent.path("steps").asInt()).isEqualTo(20);
    assertThat(recent.path("secondsP95").asDouble())
        .isGreaterThanOrEqualTo(recent.path("secondsP50").asDouble())
        .isPositive();
    assertThat(recent.path("imagesPerSecond").asDouble()).isPositive();
    assertThat(recent.path("dataWait").asDouble()).isBetween(0., 1.);
    assertThat(recent.path("memoryBytes").asLong()).isGreaterThan(50L << 20);
    JsonNode points = course.path("points");
    assertThat(points.path(0).path("averageDecay").asDouble()).isEqualTo(2. / 11, offset(1e-15));
    assertThat(points.path(19).path("averageDecay").asDouble()).isEqualTo(21. / 30, offset(1e-15));
    JsonNode part =
        api()
            .get("/v1/training-runs/%s/metrics?points=2&fromStep=5&toStep=8".formatted(id))
            .json()
            .path("points");
    assertThat(part.findValuesAsString("step")).containsExactly("6", "8");
  }

  @Test
  void theCourseIsAFileForTensorBoard() {
    String id = trained(Map.of("steps", 4, "probe.everySteps", 2, "probe.times", List.of(0, .5)));
    Answer answer = api().get("/v1/training-runs/%s/tensorboard".formatted(id));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/octet-stream");
    assertThat(answer.header("Content-Disposition"))
        .matches("attachment; filename=\"events\\.out\\.tfevents\\.\\d+\\.%s\"".formatted(id));
    assertThat(new String(answer.body(), StandardCharsets.ISO_8859_1))
        .contains("brain.Event:2", "train/loss", "train/gradient_norm")
        .contains("probe_accuracy/shape/t=0.5", "held_out/loss/t=0.0");
    assertThat(api().get("/v1/training-runs/trn-none/tensorboard").problem())
        .isEqualTo("unknown-training-run");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10_001})
  void pointsOutOfRangeAreRefused(int points) {
    Answer answer = api().get("/v1/training-runs/trn-x/metrics?points=" + points);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.error("points")).isNotEmpty();
  }

  @Test
  void probesTellWhatIsReadFromCodesOverTimeAndStep() {
    String id = trained(Map.of("steps", 4, "probe.everySteps", 2, "probe.times", List.of(0, .5)));
    JsonNode points = api().get("/v1/training-runs/%s/probes".formatted(id)).json().path("points");
    assertThat(points.size()).isEqualTo(3 * 2 * 4); // before the first step, after two and four
    assertThat(points.path(0).toString())
        .startsWith("{\"step\":0,\"t\":0.0,\"factor\":\"background\",\"accuracy\":");
    assertThat(points.path(23).path("step").asInt()).isEqualTo(4);
    assertThat(points.path(23).path("t").asDouble()).isEqualTo(.5);
    String plain = trained(Map.of("steps", 4));
    assertThat(filesOf(modelOf(id))).isEqualTo(filesOf(modelOf(plain)));
    assertThat(api().get("/v1/training-runs/%s/probes".formatted(plain)).json().path("points"))
        .isEmpty();
  }

  @Test
  void heldOutLossesAreMeasuredBesideTheProbes() {
    String id = trained(Map.of("steps", 4, "probe.everySteps", 2, "probe.times", List.of(0, .5)));
    String path = "/v1/training-runs/%s/held-out-losses";
    JsonNode points = api().get(path.formatted(id)).json().path("points");
    assertThat(points.findValuesAsString("step")).containsExactly("0", "0", "2", "2", "4", "4");
    assertThat(points.findValuesAsString("t"))
        .containsExactly("0.0", "0.5", "0.0", "0.5", "0.0", "0.5");
    for (JsonNode point : points) {
      assertThat(point.path("heldOutLoss").asDouble()).isPositive().isFinite();
      assertThat(point.path("rate").asDouble()).isPositive().isFinite();
    }
    String plain = trained(Map.of("steps", 4));
    assertThat(api().get(path.formatted(plain)).json().path("points")).isEmpty();
    assertThat(api().get(path.formatted("trn-none")).problem()).isEqualTo("unknown-training-run");
  }

  @Test
  void picturesOfSamplesAreMadeWhileTheRunGoesOn() throws IOException {
    Map<String, Object> drawn =
        Map.of(
            "steps", 4, "samples.everySteps", 2, "samples.images", 3, "samples.sampler.steps", 3);
    String id = trained(drawn);
    String path = "/v1/training-runs/%s/samples".formatted(id);
    JsonNode samples = api().get(path).json();
    assertThat(samples.path("pictures").findValuesAsString("step")).containsExactly("0", "2", "4");
    double seconds = 0;
    for (JsonNode picture : samples.path("pictures")) {
      assertThat(picture.path("seconds").asDouble()).isPositive();
      seconds += picture.path("seconds").asDouble();
    }
    assertThat(samples.path("seconds").asDouble()).isEqualTo(seconds, offset(1e-9));
    Answer last = api().get(path + "/4");
    assertThat(last.header("Content-Type")).isEqualTo("image/png");
    BufferedImage grid = ImageIO.read(new ByteArrayInputStream(last.body()));
    assertThat(grid.getWidth()).isEqualTo(3 * 33 - 1);
    assertThat(grid.getHeight()).isEqualTo(2 * 33 - 1);
    assertThat(last.body()).isNotEqualTo(api().get(path + "/2").body());
    assertThat(api().get(path + "/3").problem()).isEqualTo("unknown-image");
    assertThat(api().get("/v1/training-runs/none/samples").problem())
        .isEqualTo("unknown-training-run");
    String again = trained(drawn);
    assertThat(api().get("/v1/training-runs/%s/samples/4".formatted(again)).body())
        .isEqualTo(last.body());
    String plain = trained(Map.of("steps", 4));
    assertThat(filesOf(modelOf(id))).isEqualTo(filesOf(modelOf(plain)));
    assertThat(api().get("/v1/training-runs/%s/samples".formatted(plain)).json().path("pictures"))
        .isEmpty();
    Map<String, Object> solved = new HashMap<>(drawn);
    solved.put("samples.sampler.method", "dpm-solver-pp-2m");
    assertThat(api().get("/v1/training-runs/%s/samples/4".formatted(trained(solved))).body())
        .isNotEqualTo(last.body());
  }
}
