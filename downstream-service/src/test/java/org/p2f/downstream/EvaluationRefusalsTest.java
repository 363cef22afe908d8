package org.p2f.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2f.kit.test.Answer;

/** Evaluations that cannot be, refused by the names of their fields. */
class EvaluationRefusalsTest extends ServiceTest {
  @Test
  void trajectoriesThatDoNotBelongTogetherAreNamed() {
    var request = new HashMap<String, Object>(EvaluationsTest.small(planted()));
    String same = planted();
    request.put("trajectoriesId", same);
    request.put(
        "furtherTrajectoriesIds",
        List.of(same, PlantedTrajectories.record(artifacts, List.of(0., 1.), 1).id()));
    Answer answer = api().post("/v1/evaluations", request);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.error("furtherTrajectoriesIds[0]")).contains("given twice");
    assertThat(answer.error("furtherTrajectoriesIds[1]")).contains("other times");
    request.put("furtherTrajectoriesIds", List.of());
    request.put("staticTrajectoriesIds", List.of("trj-nothing"));
    assertThat(api().post("/v1/evaluations", request).error("staticTrajectoriesIds[0]"))
        .contains("trj-nothing");
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
        "{\"heads\":[\"cnn\"]}             | heads[0]         | must be one of: mlp, gru,"
            + " transformer",
        "{\"factors\":[\"mood\"]}          | factors[0]       | is unknown; there are colour, side",
        "{\"learningRates\":[1e-3,2]}      | learningRates[1] | must lie in (0, 1]",
        "{\"learningRates\":[\"NaN\"]}     | learningRates[0] | must be",
        "{\"headLearningRates\":{\"gru\":[2]}} | headLearningRates.gru[0] | must lie in (0, 1]",
        "{\"headLearningRates\":{\"gru\":[]}} | headLearningRates.gru | must be 1 to 16 values",
        "{\"headLearningRates\":{\"wide-mlp\":[1e-3]}} | headLearningRates.wide-mlp | is no head"
            + " that is trained here",
        "{\"headLearningRates\":{\"cnn\":[1e-3]}} | headLearningRates | must be one of",
        "{\"rateSelection\":\"own\"}       | rateSelection    | must be one of: shared, shared-median,"
            + " per-encoder",
        "{\"labelFractions\":[0.5,0]}      | labelFractions[1] | must lie in (0, 1]",
        "{\"heads\":[\"ensemble\"]}         | heads            | ensemble is made of mlp",
        "{\"heads\":[\"gru\",\"time-ensemble\"]} | heads       | time-ensemble is made of mlp",
        "{\"heads\":[\"mlp\",\"ensemble\"]} | furtherTrajectoriesIds | an ensemble needs encoders",
        "{\"patience\":0}                  | patience         | must be 1 to 1000",
        "{\"steps\":0}                     | steps            | must be 1 to 1000000",
        "{\"steps\":10,\"epochs\":1}       | steps            | cannot be given beside epochs",
        "{\"steps\":10,\"warmupSteps\":10} | warmupSteps      | must be fewer than steps",
        "{\"warmupSteps\":-1}              | warmupSteps      | must be 0 to 1000000",
        "{\"validationInterval\":5}        | validationInterval | goes with steps",
        "{\"schedule\":\"step\"}           | schedule         | must be one of: constant, cosine",
        "{\"times\":[]}                    | times            | must name at least one",
        "{\"times\":[0.5,0.25]}            | times[1]         | is not among those of the"
            + " trajectories: [0.0, 0.5, 1.0]",
        "{\"times\":[0.5,0.5]}             | times[1]         | is given twice",
        "{\"neighbours\":0}                | neighbours       | must be 1 to 1000",
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
