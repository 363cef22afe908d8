package org.p2f.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2f.kit.test.Answer;
import tools.jackson.databind.JsonNode;

class EvaluationsTest extends ServiceTest {

  private static Map<String, Object> small(String trajectories) {
    return Map.of(
        "trajectoriesId", trajectories,
        "seeds", 2,
        "epochs", 12,
        "learningRates", List.of(1e-3),
        "batchSize", 64);
  }

  @Test
  void headsReadWhatIsThereAndNothingElse() {
    JsonNode evaluation = result("/v1/evaluations", small(planted()));
    // 3 single t + GRU + Transformer, for each of 2 factors
    assertThat(evaluation.path("results").size()).isEqualTo(10);
    for (JsonNode r : evaluation.path("results")) {
      double mean = r.at("/testAccuracy/mean").asDouble();
      assertThat(r.at("/testAccuracy/low").asDouble()).isLessThanOrEqualTo(mean);
      assertThat(r.at("/testAccuracy/high").asDouble()).isGreaterThanOrEqualTo(mean);
      assertThat(r.at("/testAccuracy/n").asInt()).isEqualTo(PlantedTrajectories.TEST);
      assertThat(r.at("/testAccuracy/seeds").asInt()).isEqualTo(2);
      boolean told =
          r.path("factor").asString().equals("colour")
              && (!r.has("t") || r.path("t").asDouble() == TIMES.get(TELLING));
      double chance = r.path("chance").asDouble();
      if (told) {
        assertThat(mean).as(r.toString()).isGreaterThan(0.9); // the planted code errs in under 1 %
      } else {
        // five standard errors of a proportion at chance
        assertThat(mean)
            .as(r.toString())
            .isLessThan(chance + 5 * Math.sqrt(chance * (1 - chance) / PlantedTrajectories.TEST));
      }
    }
    JsonNode first = evaluation.path("results").path(0);
    assertThat(first.path("head").asString()).isEqualTo("mlp");
    assertThat(first.path("learningRate").asDouble()).isEqualTo(1e-3);
    assertThat(first.path("bestEpochs").size()).isEqualTo(2);
  }

  @Test
  void sameRequestGivesTheSameNumbers() {
    String id = planted();
    var request =
        Map.of(
            "trajectoriesId",
            id,
            "heads",
            List.of("mlp", "gru"),
            "factors",
            List.of("side"),
            "seeds",
            1,
            "epochs",
            3,
            "learningRates",
            List.of(5e-4));
    assertThat(result("/v1/evaluations", request).path("results"))
        .isEqualTo(result("/v1/evaluations", request).path("results"));
  }

  @Test
  void anEvaluationKnowsWhatItWasMadeFrom() {
    String id = planted();
    JsonNode job =
        finished(
            "/v1/evaluations",
            Map.of(
                "trajectoriesId",
                id,
                "heads",
                List.of("mlp"),
                "factors",
                List.of("colour"),
                "seeds",
                1,
                "epochs",
                1));
    String evaluation = job.path("artifacts").path(0).asString();
    JsonNode artifact = api().get("/v1/artifacts/" + evaluation).json();
    assertThat(artifact.path("parents").path(0).asString()).isEqualTo(id);
    assertThat(artifact.at("/provenance/plan/training/epochs").asInt()).isEqualTo(1);
    assertThat(artifact.at("/provenance/engine").asString()).contains("PyTorch");
    var listed = api().get("/v1/evaluations").json().path("items");
    assertThat(StreamSupport.stream(listed.spliterator(), false).map(e -> e.path("id").asString()))
        .contains(evaluation);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"seeds\":0}                     | seeds            | must be 1 to 50",
        "{\"epochs\":1001}                 | epochs           | must be 1 to 1000",
        "{\"epochs\":1.5}                  | epochs           | must be",
        "{\"batchSize\":0}                 | batchSize        | must be 1 to 8192",
        "{\"heads\":[]}                    | heads            | must name at least one",
        "{\"factors\":[]}                  | factors          | must name at least one",
        "{\"heads\":[\"mlp\",\"mlp\"]}     | heads            | names one twice",
        "{\"heads\":[\"cnn\"]}             | heads[0]         | must be one of: mlp, gru, transformer",
        "{\"factors\":[\"mood\"]}          | factors[0]       | is unknown; there are colour, side",
        "{\"learningRates\":[1e-3,2]}      | learningRates[1] | must lie in (0, 1]",
        "{\"learningRates\":[\"NaN\"]}     | learningRates[0] | must be",
        "{\"sedes\":3}                     | sedes            | unknown field",
        "{\"scaling\":\"log\"}             | scaling          | must be one of: raw, standardized",
      })
  void aFieldThatCannotBeIsNamed(String fields, String field, String message) {
    Answer answer =
        api()
            .post(
                "/v1/evaluations",
                fields.replaceFirst("\\{", "{\"trajectoriesId\":\"" + planted() + "\","));
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.error(field)).as(answer.text()).contains(message);
  }

  @Test
  void everythingThatIsWrongIsToldAtOnce() {
    Answer answer =
        api()
            .post(
                "/v1/evaluations",
                Map.of(
                    "trajectoriesId",
                    planted(),
                    "seeds",
                    -1,
                    "epochs",
                    0,
                    "factors",
                    List.of("mood", "side", "side")));
    assertThat(answer.json().path("errors").findValuesAsString("field"))
        .containsExactlyInAnyOrder("seeds", "epochs", "factors[0]", "factors[2]");
  }

  @Test
  void unknownTrajectoriesAreNamed() {
    Answer answer = api().post("/v1/evaluations", Map.of("trajectoriesId", "trj-nothing"));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.error("trajectoriesId")).contains("trj-nothing");
    assertThat(api().get("/v1/evaluations/evl-nothing").status()).isEqualTo(404);
  }
}
