package org.p2f.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2f.training.run.Requests.JSON;
import static org.p2f.training.run.Requests.resolve;
import static org.p2f.training.run.Requests.setting;
import static org.p2f.training.run.Requests.violations;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2f.kit.problem.InvalidField;
import org.p2f.spec.data.Augmentation;
import org.p2f.spec.objective.Contrast;

/** Runs that contrast views. */
class ContrastPlanTest {

  @Test
  void itsPresenceAsksForItWithMildViews() {
    var plan = resolve("{'contrast':{}}");
    assertThat(plan.contrast()).isEqualTo(new Contrast(1, .2, 128));
    assertThat(plan.images().augmentation()).isEqualTo(Augmentation.SIMSIAM);
    assertThat(resolve("{}").contrast()).isNull();
    assertThat(resolve("{}").images().augmentation()).isEqualTo(Augmentation.NONE);
  }

  @Test
  void whatTheCallerSaysHolds() {
    var plan =
        resolve(
            "{'contrast':{'weight':3,'temperature':0.5,'projection':64},'images':{'augmentation':'weak'}}");
    assertThat(plan.contrast()).isEqualTo(new Contrast(3, .5, 64));
    assertThat(plan.images().augmentation()).isEqualTo(Augmentation.WEAK);
    assertThat(JSON.treeToValue(JSON.valueToTree(plan), TrainingPlan.class)).isEqualTo(plan);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {'contrast':{},'images':{'augmentation':'none'}} | contrast | images.augmentation
          {'contrast':{},'loss':{'mixup':true}}            | contrast | loss.mixup
          {'contrast':{},'batchSize':101}                  | batchSize |
          {'contrast':{},'batchSize':12,'replicas':4}      | batchSize |
          """)
  void whatCannotGoWithItIsNamed(String settings, String field, String other) {
    List<String> expected = other == null ? List.of(field) : List.of(field, other);
    assertThat(violations(settings, Optional.of(setting(32, 32, 4_000))))
        .extracting(InvalidField::field)
        .containsExactlyElementsOf(expected);
  }
}
