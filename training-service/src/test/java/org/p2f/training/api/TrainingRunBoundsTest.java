package org.p2f.training.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2f.kit.plan.InvalidPlan;
import org.p2f.kit.problem.Bounds;
import org.p2f.kit.problem.InvalidField;
import tools.jackson.databind.json.JsonMapper;

class TrainingRunBoundsTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "learningRate       | 0             | learningRate          | must be above 0 and at most 1",
        "learningRate       | 1.1           | learningRate          | must be above 0 and at most 1",
        "averageDecay       | 1             | averageDecay          | must be 0 to below 1",
        "steps              | -1            | steps                 | must be 0 to 100000000",
        "latentSize         | 257           | latentSize            | must be 1 to 256",
        "probeEverySteps    | 0             | probeEverySteps       | must be at least 1",
        "sampleCodeTime     | 1.5           | sampleCodeTime        | must be from 0 to 1",
        "probeTimes         | [0.5, 1.5]    | probeTimes[1]         | must be from 0 to 1",
        "probeTimes         | []            | probeTimes            | must have 1 to 20",
        "channelMultipliers | [17]          | channelMultipliers[0] | must be 1 to 16",
      })
  void valueOutOfBoundsIsRefused(String name, String value, String field, String message) {
    assertThat(refused("\"%s\":%s".formatted(name, value)))
        .containsExactly(new InvalidField(field, message));
  }

  @Test
  void allThatIsOutOfBoundsIsToldInTheOrderOfTheRequest() {
    assertThat(refused("\"dropout\":1,\"sigmaMin\":0,\"batchSize\":1,\"checkpointsKept\":1"))
        .extracting(InvalidField::field)
        .containsExactly("batchSize", "checkpointsKept", "sigmaMin", "dropout");
  }

  @Test
  void valuesAtTheBoundsAreTaken() {
    assertThat(refused("\"learningRate\":1,\"steps\":0,\"latentSize\":256,\"probeTimes\":[0,1]"))
        .isEmpty();
  }

  private static List<InvalidField> refused(String fields) {
    var request =
        JSON.readValue(
            "{\"datasetId\":\"ds-1\",\"preset\":\"tiny\",\"objective\":\"DRL\",%s}"
                .formatted(fields),
            TrainingRunRequest.class);
    InvalidPlan invalid =
        catchThrowableOfType(InvalidPlan.class, () -> Bounds.of(request).refuse());
    return invalid == null ? List.of() : invalid.fields();
  }
}
