package org.p2f.training.run.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2f.kit.plan.InvalidPlan;
import org.p2f.kit.problem.Bounds;
import org.p2f.kit.problem.InvalidField;
import org.p2f.training.run.TrainingRunRequest;
import tools.jackson.databind.json.JsonMapper;

class TrainingRunBoundsTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "optimizer.learningRate | must be above 0 and at most 1 | 'optimizer':{'learningRate':0}",
        "optimizer.learningRate | must be above 0 and at most 1 | 'optimizer':{'learningRate':1.1}",
        "optimizer.averageDecay | must be 0 to below 1 | 'optimizer':{'averageDecay':1}",
        "steps | must be 0 to 100000000 | 'steps':-1",
        "encoder.latentSize | must be 1 to 256 | 'encoder':{'latentSize':257}",
        "loss.codeDropout | must be from 0 to 1 | 'loss':{'codeDropout':1.01}",
        "loss.codeDropout | must be from 0 to 1 | 'loss':{'codeDropout':-0.01}",
        "optimizer.weightDecay | must be from 0 to 1 | 'optimizer':{'weightDecay':-0.1}",
        "averages.everySteps | must be at least 1 | 'averages':{'everySteps':0}",
        "averages.widths | must have 1 to 4 | 'averages':{'everySteps':1,'widths':[]}",
        "averages.widths[0] | must be from 0.001 to 0.28"
            + " | 'averages':{'everySteps':1,'widths':[0.3]}",
        "probe.everySteps | must be at least 1 | 'probe':{'everySteps':0}",
        "probe.times[1] | must be from 0 to 1 | 'probe':{'everySteps':1,'times':[0.5,1.5]}",
        "probe.times | must have 1 to 20 | 'probe':{'everySteps':1,'times':[]}",
        "samples.codeTime | must be from 0 to 1 | 'samples':{'everySteps':1,'codeTime':1.5}",
        "samples.sampler.steps | must be 2 to 10000"
            + " | 'samples':{'everySteps':1,'sampler':{'steps':1}}",
        "samples.sampler.guidance | must be from 0 to 100"
            + " | 'samples':{'everySteps':1,'sampler':{'guidance':101}}",
        "scoreNetwork.channelMultipliers[0] | must be 1 to 16"
            + " | 'scoreNetwork':{'channelMultipliers':[17]}",
        "scoreNetwork.options.fourierScale | must be above 0 and at most 1000"
            + " | 'scoreNetwork':{'options':{'fourierScale':0}}",
      })
  void valueOutOfBoundsIsRefusedByItsPath(String field, String message, String fields) {
    assertThat(refused(fields)).containsExactly(new InvalidField(field, message));
  }

  @Test
  void allThatIsOutOfBoundsIsToldInTheOrderOfTheRequest() {
    assertThat(
            refused(
                """
                'checkpoints':{'kept':1},'scoreNetwork':{'dropout':1},
                'diffusion':{'sigmaMin':0},'batchSize':1
                """))
        .extracting(InvalidField::field)
        .containsExactly(
            "batchSize", "scoreNetwork.dropout", "diffusion.sigmaMin", "checkpoints.kept");
  }

  @Test
  void valuesAtTheBoundsAreTaken() {
    assertThat(
            refused(
                """
                'steps':0,'loss':{'codeDropout':1},'optimizer':{'learningRate':1},'encoder':{'latentSize':256},
                'probe':{'everySteps':1,'times':[0,1]}
                """))
        .isEmpty();
  }

  private static List<InvalidField> refused(String fields) {
    var request =
        JSON.readValue(
            "{'datasetId':'ds-1','preset':'tiny','objective':'DRL',%s}"
                .formatted(fields)
                .replace('\'', '"'),
            TrainingRunRequest.class);
    InvalidPlan invalid =
        catchThrowableOfType(InvalidPlan.class, () -> Bounds.of(request).refuse());
    return invalid == null ? List.of() : invalid.fields();
  }
}
