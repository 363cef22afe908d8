package org.p2f.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2f.kit.test.Answer;
import tools.jackson.databind.JsonNode;

/** Diffusions that preserve variance, in chains of few steps, from the plan to the samples. */
class VariancePreservingTest extends TrainingTest {
  private static final Map<String, String> MODELS = new HashMap<>();

  private String model(String diffusion, String timeSteps) {
    return MODELS.computeIfAbsent(
        diffusion + timeSteps,
        key ->
            modelOf(
                trained(
                    Map.of(
                        "diffusion.kind",
                        diffusion,
                        "loss.timeSteps",
                        timeSteps,
                        "loss.preconditioning",
                        "none",
                        "loss.weighting",
                        "noise",
                        "steps",
                        2))));
  }

  private Map<String, Object> pictures(String diffusion, String timeSteps, int steps) {
    return Map.of(
        "diffusion.kind",
        diffusion,
        "loss.timeSteps",
        timeSteps,
        "loss.preconditioning",
        "none",
        "loss.weighting",
        "noise",
        "steps",
        2,
        "samples.everySteps",
        1,
        "samples.images",
        2,
        "samples.sampler.steps",
        steps);
  }

  @ParameterizedTest
  @CsvSource({
    "vp, continuous, 2",
    "vp, continuous, 8",
    "vp, continuous, 50",
    "vp, discrete, 8",
    "sub-vp, continuous, 2",
    "sub-vp, continuous, 20"
  })
  void dryRunReckonsWithPictures(String diffusion, String timeSteps, int steps) {
    Answer answer =
        api().post("/v1/training-plans", request(pictures(diffusion, timeSteps, steps)));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().path("estimatedSeconds").asDouble()).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"vp, continuous, 2", "vp, discrete, 8", "sub-vp, continuous, 8"})
  void runsHaveTheirPictures(String diffusion, String timeSteps, int steps) throws Exception {
    String run = trained(pictures(diffusion, timeSteps, steps));
    JsonNode pictures =
        api().get("/v1/training-runs/%s/samples".formatted(run)).json().path("pictures");
    assertThat(pictures.findValuesAsString("step")).containsExactly("0", "1", "2");
    byte[] png = api().get("/v1/training-runs/%s/samples/2".formatted(run)).body();
    assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(2 * 33 - 1);
  }

  @ParameterizedTest
  @CsvSource({
    "vp, continuous, reverse-diffusion, langevin",
    "vp, continuous, ancestral, none",
    "vp, continuous, euler-maruyama, annealed-langevin",
    "vp, discrete, ancestral, langevin",
    "sub-vp, continuous, reverse-diffusion, langevin",
  })
  void samplesAreMadeInTwoEightAndTwentySteps(
      String diffusion, String timeSteps, String predictor, String corrector) {
    for (int steps : new int[] {2, 8, 20}) {
      JsonNode job =
          finished(
              "/v1/sampling-runs",
              Map.of(
                  "modelId",
                  model(diffusion, timeSteps),
                  "mode",
                  "reconstruct",
                  "datasetId",
                  dataset,
                  "n",
                  2,
                  "sampler",
                  Map.of("steps", steps, "predictor", predictor, "corrector", corrector)));
      assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("succeeded");
    }
  }

  @Test
  void likelihoodsAreComputed() {
    JsonNode job =
        finished(
            "/v1/likelihoods",
            Map.of(
                "modelId",
                model("vp", "continuous"),
                "datasetId",
                dataset,
                "n",
                2,
                "relativeTolerance",
                .01,
                "absoluteTolerance",
                .01));
    assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("succeeded");
  }

  /** Codes near the largest float overflow in the network's first product. */
  @Test
  void samplesThatAreNotFiniteFailAndSayWhatToDo() {
    String model = model("vp", "continuous");
    int d = api().get("/v1/models/" + model).json().path("latentSize").asInt();
    JsonNode job =
        finished(
            "/v1/sampling-runs",
            Map.of(
                "modelId",
                model,
                "mode",
                "codes",
                "codes",
                List.of(Collections.nCopies(d, 3e38)),
                "sampler",
                Map.of("steps", 2)));
    assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("failed");
    JsonNode failure = job.path("failure");
    assertThat(failure.path("code").asString()).isEqualTo("not-finite");
    assertThat(failure.path("blame").asString()).isEqualToIgnoringCase("user");
    assertThat(failure.path("detail").asString())
        .startsWith("Sample 0 of batch 0: a value is NaN")
        .contains("https://p2f.org/problems/not-finite");
    assertThat(job.path("artifacts").size()).isZero();
  }
}
