package org.p2f.spec.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.p2f.spec.head.LearningRateSchedule.Shape;

class LearningRateScheduleTest {

  private static double[] shares(LearningRateSchedule schedule, int steps) {
    return IntStream.range(0, steps).mapToDouble(step -> schedule.share(step, steps)).toArray();
  }

  @Test
  void thePublishedRateNeverChanges() {
    assertThat(shares(LearningRateSchedule.PUBLISHED, 7)).containsOnly(1);
  }

  @Test
  void theWarmUpIsAStraightLineThatEndsAtThePeak() {
    assertThat(shares(new LearningRateSchedule(Shape.CONSTANT, 4), 6))
        .containsExactly(.25, .5, .75, 1, 1, 1);
  }

  /** cos of 0, 60, 90 and 120 degrees. */
  @Test
  void theCosineFallsFromThePeakToZeroAfterTheLastStep() {
    var schedule = new LearningRateSchedule(Shape.COSINE, 2);
    assertThat(shares(schedule, 8))
        .containsExactly(
            new double[] {.5, 1, 1, .933012702, .75, .5, .25, .066987298}, within(1e-9));
    assertThat(schedule.share(8, 8)).isZero();
  }

  @Test
  void aWarmUpLongerThanTheTrainingIsCutOff() {
    assertThat(shares(new LearningRateSchedule(Shape.COSINE, 10), 3)).containsExactly(.1, .2, .3);
  }

  @Test
  void stepsAreAsManyWhateverTheImages() {
    var steps = new TrainingLength.Steps(1500);
    assertThat(steps.steps(3)).isEqualTo(steps.steps(300)).isEqualTo(1500);
    assertThat(steps.validationInterval(3)).isEqualTo(50);
    assertThat(new TrainingLength.Steps(7).validationInterval(3)).isEqualTo(1);
    var epochs = new TrainingLength.Epochs(100);
    assertThat(epochs.steps(10)).isEqualTo(1000);
    assertThat(epochs.validationInterval(10)).isEqualTo(10);
  }

  @Test
  void lengthsAndWarmUpsThatCannotBeAreRefused() {
    assertThatThrownBy(() -> new TrainingLength.Epochs(0)).hasMessageContaining("epoch");
    assertThatThrownBy(() -> new TrainingLength.Steps(0)).hasMessageContaining("step");
    assertThatThrownBy(() -> new TrainingLength.Steps(5, 0)).hasMessageContaining("interval");
    assertThatThrownBy(() -> new LearningRateSchedule(Shape.COSINE, -1))
        .hasMessageContaining("warm-up");
  }
}
