package org.p2f.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.json.MergePatch;
import org.p2f.kit.plan.InvalidPlan;
import org.p2f.kit.plan.Violations;
import org.p2f.kit.problem.InvalidField;
import org.p2f.spec.data.ImageSource;
import org.p2f.spec.network.Precision;
import org.p2f.training.dataset.DatasetDescription;
import org.p2f.training.dataset.DatasetDescription.Report;
import org.p2f.training.dataset.DatasetDescription.Splits;
import org.p2f.training.run.TrainingRunRequest.Setting;
import tools.jackson.databind.json.JsonMapper;

/** Requests of callers, and what becomes of them on a data set of photographs. */
final class Requests {
  static final JsonMapper JSON =
      JsonMapper.builder()
          .enumNamingStrategy((_, _, name) -> name.toLowerCase(Locale.ROOT).replace('_', '-'))
          .build();

  private static final String SMALL = "{'datasetId':'ds-1','preset':'small','objective':'drl'}";

  private Requests() {}

  /**
   * @param settings JSON with single quotes, of all that is not the preset small and objective drl
   */
  static TrainingRunRequest request(String settings) {
    return JSON.treeToValue(
        MergePatch.apply(
            JSON.readTree(SMALL.replace('\'', '"')), JSON.readTree(settings.replace('\'', '"'))),
        TrainingRunRequest.class);
  }

  static Setting setting(int height, int width, int train) {
    return new Setting(
        "photographs",
        new DatasetDescription(
            ImageSource.CIFAR10,
            train + 10,
            3,
            height,
            width,
            List.of(),
            new Splits(train - 10, 10, 10),
            List.of(.5, .5, .5),
            List.of(.2, .2, .2),
            new Report(1, 0, train + 10, List.of())),
        Precision.BFLOAT16);
  }

  static TrainingPlan resolve(String settings, Setting setting) {
    return resolve(request(settings), setting);
  }

  static TrainingPlan resolve(TrainingRunRequest request, Setting setting) {
    return PlanTraining.resolve(request, Optional.of(setting), new Violations());
  }

  /** On 4000 photographs of 32 pixels. */
  static TrainingPlan resolve(String settings) {
    return resolve(settings, setting(32, 32, 4_000));
  }

  static List<InvalidField> violations(String settings, Optional<Setting> setting) {
    @Nullable InvalidPlan invalid =
        catchThrowableOfType(
            InvalidPlan.class,
            () -> PlanTraining.resolve(request(settings), setting, new Violations()));
    assertThat(invalid).isNotNull();
    return invalid == null ? List.of() : invalid.fields();
  }
}
