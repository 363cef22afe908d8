package org.p2f.downstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.kit.test.Answer;
import tools.jackson.databind.JsonNode;

class AnalysesTest extends ServiceTest {

  private static Map<String, Object> small(String type, String trajectories) {
    var request = new HashMap<String, Object>();
    request.put("type", type);
    request.put("trajectoriesId", trajectories);
    request.put("factors", List.of("colour"));
    request.put("seeds", 2);
    request.put("epochs", 12);
    request.put("learningRates", List.of(1e-3));
    request.put("batchSize", 64);
    return request;
  }

  @Test
  void theProfilePeaksAtTheTimeThatTells() {
    JsonNode analysis = result("/v1/analyses", small("attention-profile", planted()));
    assertThat(analysis.path("type").asString()).isEqualTo("attention-profile");
    assertThat(analysis.path("times").toString()).isEqualTo("[0.0,0.5,1.0]");
    JsonNode profile = analysis.path("profiles").path(0);
    double sum = 0;
    for (int t = 0; t < TIMES.size(); t++) {
      double weight = profile.path("weights").path(t).asDouble();
      sum += weight;
      assertThat(profile.path("low").path(t).asDouble()).isLessThanOrEqualTo(weight);
      assertThat(profile.path("high").path(t).asDouble()).isGreaterThanOrEqualTo(weight);
      if (t != TELLING) {
        assertThat(weight).isLessThan(profile.path("weights").path(TELLING).asDouble());
      }
    }
    assertThat(sum).isCloseTo(1, within(1e-5)); // float32 softmax
    // Each seed's profile is the mean of its attention heads'.
    for (int seed = 0; seed < 2; seed++) {
      JsonNode heads = profile.path("heads").path(seed);
      assertThat(heads.size()).isEqualTo(4);
      double mean = 0;
      for (JsonNode head : heads) {
        mean += head.path(TELLING).asDouble() / heads.size();
      }
      assertThat(profile.path("seeds").path(seed).path(TELLING).asDouble())
          .isCloseTo(mean, within(1e-9));
    }
    // The trained heads need the time that tells, and it alone is enough.
    assertThat(profile.at("/testAccuracy/mean").asDouble()).isGreaterThan(.9);
    for (int t = 0; t < TIMES.size(); t++) {
      double without = profile.path("without").path(t).path("mean").asDouble();
      double alone = profile.path("alone").path(t).path("mean").asDouble();
      // five standard errors above chance at 1/3 and 150 images are 0.53
      assertThat(t == TELLING ? alone : without).as("t %d", t).isGreaterThan(.85);
      assertThat(t == TELLING ? without : alone).as("t %d", t).isLessThan(.53);
    }
  }

  @Test
  void hidingTheTimeThatTellsCostsEverythingAndKeepingItAloneNothing() {
    JsonNode masks = result("/v1/analyses", small("attention-mask", planted())).path("masks");
    assertThat(masks.size()).isEqualTo(5);
    double[] accuracy = new double[5];
    for (JsonNode m : masks) {
      accuracy[m.path("mask").asInt()] = m.at("/testAccuracy/mean").asDouble();
    }
    assertThat(accuracy[0]).isGreaterThan(0.9);
    assertThat(accuracy[4]).isGreaterThan(0.9);
    // five standard errors above chance at 1/3 and 150 images are 0.53
    assertThat(accuracy[1]).isLessThan(0.53);
    assertThat(accuracy[3]).isLessThan(0.53);
  }

  /**
   * At 1e-9 no weight moves and at .5 all are thrown about: of these three rates only 1e-3 learns
   * what the codes tell.
   */
  @ParameterizedTest
  @ValueSource(strings = {"attention-profile", "jensen-shannon"})
  void headsAreExaminedAtTheRateThatValidationImagesChose(String type) {
    var request = small(type, planted());
    request.put("learningRates", List.of(1e-9, 1e-3, .5));
    JsonNode profile = result("/v1/analyses", request).at("/profiles/0");
    JsonNode rates = profile.path("learningRates");
    assertThat(rates.path("tried").findValues("learningRate").stream().map(JsonNode::asDouble))
        .containsExactly(.5, 1e-3, 1e-9);
    double best =
        rates.path("tried").findValues("validationAccuracy").stream()
            .mapToDouble(JsonNode::asDouble)
            .max()
            .orElseThrow();
    assertThat(rates.path("chosen").asDouble()).as(profile.toString()).isEqualTo(1e-3);
    assertThat(rates.at("/tried/1/validationAccuracy").asDouble()).isEqualTo(best);
    assertThat(profile.at("/testAccuracy/mean").asDouble()).isGreaterThan(.9);
    assertThat(profile.at("/testAccuracy/seeds").asInt()).isEqualTo(2);
  }

  @Test
  void headsHoldOutAsManyImagesAsTheDataSetHasForValidation() {
    var told =
        PlantedTrajectories.record(artifacts, TIMES, TELLING, 0, Map.of("validation", 140)).id();
    var request = small("attention-profile", told);
    request.put("epochs", 1);
    JsonNode job = finished("/v1/analyses", request);
    assertThat(job.at("/plan/training/validationImages").asInt()).isEqualTo(140);
    JsonNode tried =
        api()
            .get("/v1/analyses/" + job.path("artifacts").path(0).asString())
            .json()
            .at("/profiles/0/learningRates/tried/0/validationAccuracy");
    // a number of 2 · 140 images
    double right = 280 * tried.asDouble();
    assertThat(right).isCloseTo(Math.rint(right), within(1e-9));
  }

  @Test
  void masksNeedTheTimeTheyHide() {
    String odd = PlantedTrajectories.record(artifacts, List.of(0., 1.), 1).id();
    Answer answer = api().post("/v1/analyses", small("attention-mask", odd));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.error("trajectoriesId")).contains("t = 0.5");
    assertThat(api().get("/v1/analyses/ana-nothing").status()).isEqualTo(404);
  }

  @Test
  void divergencesComeWithTheProfilesAndTheFloorThatSeedsSet() {
    var request = small("jensen-shannon", planted());
    request.put("factors", List.of("colour", "side"));
    JsonNode analysis = result("/v1/analyses", request);
    assertThat(analysis.path("profiles").size()).isEqualTo(2);
    assertThat(analysis.at("/profiles/0/seeds").size()).isEqualTo(2);
    JsonNode divergences = analysis.path("divergences");
    assertThat(divergences.at("/matrix/0/0").asDouble()).isZero();
    assertThat(divergences.at("/matrix/0/1").asDouble())
        .isEqualTo(divergences.at("/matrix/1/0").asDouble())
        .isBetween(0.0, 1.0);
    assertThat(divergences.path("floors").size()).isEqualTo(2);
  }

  @Test
  void codesTellMoreAboutThemselvesThanAboutOthersThatAreNoise() {
    var request = new HashMap<String, Object>();
    request.put("type", "mutual-information");
    request.put("trajectoriesId", planted());
    request.put("furtherTrajectoriesIds", List.of(planted()));
    request.put("split", "train");
    request.put("seeds", 1);
    request.put("steps", 120);
    request.put("batchSize", 64);
    request.put("learningRate", 1e-3);
    JsonNode job = finished("/v1/analyses", request);
    String id = job.path("artifacts").path(0).asString();
    JsonNode information = api().get("/v1/analyses/" + id).json().path("information");
    assertThat(information.path("critics").asInt()).isEqualTo(2 * (6 + 3));
    assertThat(information.path("encoders").size()).isEqualTo(2);
    for (int i = 0; i < TIMES.size(); i++) {
      assertThat(information.path("normalized").path(i).path(i).asDouble())
          .isCloseTo(1, within(1e-6));
      double own = information.path("raw").path(i).path(i).asDouble();
      for (int j = 0; j < TIMES.size(); j++) {
        assertThat(information.path("raw").path(i).path(j).asDouble())
            .isEqualTo(information.path("raw").path(j).path(i).asDouble());
        if (j != i) {
          assertThat(information.path("raw").path(i).path(j).asDouble()).isLessThan(own / 2);
        }
      }
      assertThat(information.path("floor").path(i).asDouble()).isLessThan(own / 2);
    }
    JsonNode artifact = api().get("/v1/artifacts/" + id).json();
    assertThat(artifact.path("parents").size()).isEqualTo(2);
    assertThat(artifact.path("files").findValuesAsString("name"))
        .contains("analysis.json", "analysis.csv", "figure-1.svg", "figure-2.svg");
  }

  @Test
  void aFewLabelsReachWhatTheCodesTell() {
    var request = new HashMap<String, Object>();
    request.put("type", "label-propagation");
    request.put("trajectoriesId", planted());
    request.put("labels", List.of(12, 60));
    request.put("seeds", 2);
    JsonNode found = result("/v1/analyses", request).path("propagation");
    assertThat(found.size()).isEqualTo((TIMES.size() + 1) * 2 * 2);
    for (JsonNode r : found) {
      double accuracy = r.at("/testAccuracy/mean").asDouble();
      boolean told = r.path("factor").asString().equals("colour");
      if (told && r.path("t").asDouble(-1) == TIMES.get(TELLING)) {
        assertThat(accuracy).as(r.toString()).isGreaterThan(.9);
      } else if (!told) {
        // five standard errors of a proportion of a half
        assertThat(accuracy).as(r.toString()).isLessThan(.5 + 5 * .5 / Math.sqrt(150));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "attention-mask     | {\"steps\":0}                       | steps        | 1 to 1000000",
        "attention-mask     | {\"labels\":[3]}                    | labels       | no meaning",
        "jensen-shannon     | {\"seeds\":1}                       | seeds        | at least 2",
        "mutual-information | {\"factors\":[\"side\"]}            | factors      | no meaning",
        "mutual-information | {\"epochs\":2}                      | epochs       | no meaning",
        "mutual-information | {\"steps\":0}                       | steps        | 1 to 1000000",
        "mutual-information | {\"steps\":1000000,\"seeds\":200} | seeds       | 1 to 50",
        "mutual-information | {\"steps\":1000000,\"seeds\":200} | steps       | more than"
            + " 1,000,000,000 steps",
        "mutual-information | {\"images\":151}                    | images       | 2 to 150, the"
            + " test",
        "mutual-information | {\"split\":\"train\",\"images\":361} | images       | 2 to 360, the"
            + " train",
        "label-propagation  | {\"split\":\"test\"}                | split        | no meaning",
        "mutual-information | {\"batchSize\":1}                   | batchSize    | 2 to 8192",
        "mutual-information | {\"learningRate\":0}                | learningRate | in (0, 1]",
        "attention-mask     | {\"learningRate\":1e-3}              | learningRate | no meaning",
        "mutual-information | {\"learningRates\":[1e-3]}           | learningRates | no meaning",
        "label-propagation  | {\"learningRates\":[1e-3]}           | learningRates | no meaning",
        "attention-profile  | {\"learningRates\":[]}               | learningRates | 1 to 16"
            + " values",
        "attention-mask     | {\"learningRates\":[1e-3,0]}         | learningRates[1] | in (0, 1]",
        "jensen-shannon     | {\"learningRates\":[1e-3,1e-3]}      | learningRates[1] | twice",
        "label-propagation  | {\"labels\":[]}                     | labels       | 1 to 20",
        "label-propagation  | {\"labels\":[5,5]}                  | labels[1]    | ascend",
        "label-propagation  | {\"labels\":[361]}                  | labels[0]    | to 360",
        "label-propagation  | {\"images\":0}                      | images       | 1 to 360",
        "label-propagation  | {\"precision\":\"float32\"}         | precision    | no meaning",
      })
  void aFieldThatCannotBeIsNamed(String type, String fields, String field, String message) {
    Answer answer =
        api()
            .post(
                "/v1/analyses",
                fields.replaceFirst(
                    "\\{",
                    "{\"type\":\"%s\",\"trajectoriesId\":\"%s\",".formatted(type, planted())));
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.error(field)).as(answer.text()).contains(message);
  }

  @Test
  void furtherTrajectoriesMustBeOfTheSameImagesAndTimes() {
    var request = new HashMap<String, Object>();
    request.put("type", "mutual-information");
    request.put("trajectoriesId", planted());
    request.put(
        "furtherTrajectoriesIds",
        List.of(PlantedTrajectories.record(artifacts, List.of(0., 1.), 1).id()));
    Answer answer = api().post("/v1/analyses", request);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.error("furtherTrajectoriesIds[0]")).contains("other times");
  }
}
