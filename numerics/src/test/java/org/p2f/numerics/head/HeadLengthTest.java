package org.p2f.numerics.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.p2f.numerics.trajectory.Trajectories;
import org.p2f.spec.head.Head;
import org.p2f.spec.head.LearningRateSchedule;
import org.p2f.spec.head.TrainingLength;

/** How long heads are trained, and what they say of it. */
class HeadLengthTest extends SyntheticHeads {
  /** Whoever ends early has by then learned what he would have learned anyhow. */
  @Test
  void patienceEndsHeadsWithoutChangingWhatTheyHadLearned() throws Exception {
    var trainer = new HeadTrainer(ENGINE);
    var members = mlps(2);
    var patient = SETTINGS.withEpochs(12).withPatience(2);
    var ended = train(trainer, SyntheticTrajectories.COLOUR, members, patient);
    assertThat(ended).anyMatch(r -> r.steps() < 12 * EPOCH).anyMatch(r -> r.steps() > 3 * EPOCH);
    for (int i = 0; i < members.size(); i++) {
      var early = ended.get(i);
      var whole =
          train(
                  trainer,
                  SyntheticTrajectories.COLOUR,
                  List.of(members.get(i)),
                  SETTINGS.withEpochs((int) early.steps() / EPOCH))
              .getFirst();
      assertThat(early).isEqualTo(whole);
      if (early.validationAccuracy() == 1) {
        assertThat(early.steps()).isEqualTo(early.bestStep());
      } else {
        assertThat(early.steps()).isIn(12L * EPOCH, early.bestStep() + 2 * EPOCH);
      }
    }
  }

  /** It could only stay as it is: the head that it was then is what is kept. */
  @Test
  void aHeadThatGetsAllValidationImagesRightEnds() throws Exception {
    var trainer = new HeadTrainer(ENGINE);
    var perfect =
        train(trainer, SyntheticTrajectories.COLOUR, mlps(2), SETTINGS.withEpochs(12)).stream()
            .filter(head -> head.validationAccuracy() == 1)
            .toList();
    assertThat(perfect).isNotEmpty().allMatch(head -> head.steps() == head.bestStep());
    assertThat(perfect).anyMatch(head -> head.steps() < 12 * EPOCH);
    assertThat(perfect).allMatch(head -> head.convergence().converged());
  }

  @Test
  void aHeadStoppedEarlySaysSoAndOneThatSawEnoughTheContrary() throws Exception {
    var trainer = new HeadTrainer(ENGINE);
    var member = List.of(new HeadMember(new Head.Mlp(1), 1e-4, 0));
    var constant = LearningRateSchedule.PUBLISHED;
    for (var shape : LearningRateSchedule.Shape.values()) {
      var stopped = SETTINGS.with(steps(60, 2), new LearningRateSchedule(shape, 6));
      var early = train(trainer, SyntheticTrajectories.COLOUR, member, stopped).getFirst();
      assertThat(early.convergence().converged()).as("%s", early).isFalse();
      assertThat(early.steps()).isEqualTo(60);
    }
    var enough = SETTINGS.with(steps(900, 30), constant);
    var late = train(trainer, SyntheticTrajectories.COLOUR, member, enough).getFirst();
    assertThat(late.convergence().converged()).as("%s", late).isTrue();
    assertThat(late.testAccuracy()).isGreaterThan(.95);
  }

  private static TrainingLength steps(int steps, int interval) {
    return new TrainingLength.Steps(steps, interval);
  }

  /** 24 steps of 64 of 540 images are three epochs. */
  @Test
  void stepsAreTheStepsOfTheirEpochsToTheBit() throws Exception {
    var trainer = new HeadTrainer(ENGINE);
    var members = mlps(1);
    var inSteps = SETTINGS.with(steps(3 * EPOCH, EPOCH), LearningRateSchedule.PUBLISHED);
    assertThat(train(trainer, SyntheticTrajectories.COLOUR, members, inSteps))
        .isEqualTo(train(trainer, SyntheticTrajectories.COLOUR, members, SETTINGS));
    var across = SETTINGS.with(steps(3 * EPOCH, 5), LearningRateSchedule.PUBLISHED);
    for (var member : train(trainer, SyntheticTrajectories.COLOUR, members, across)) {
      assertThat(member.steps()).isEqualTo(3 * EPOCH);
      assertThat(member.bestStep()).isIn(5L, 10L, 15L, 20L, 24L);
    }
  }

  @Test
  void progressCountsEveryMembersStepsAndEndsComplete() throws Exception {
    var heard = new ArrayList<Long>();
    try (var trajectories = Trajectories.open(file)) {
      var results =
          new HeadTrainer(ENGINE)
              .train(
                  trajectories,
                  0,
                  mlps(2),
                  SETTINGS,
                  (done, total) -> {
                    assertThat(total).isEqualTo(10 * 3 * EPOCH);
                    heard.add(done);
                  });
      assertThat(results).hasSize(10);
    }
    assertThat(heard).isSorted().last().isEqualTo(10L * 3 * EPOCH);
  }

  @Test
  void aCancelledTrainingEndsSoonWithWhatWasThrown() throws Exception {
    var asked = new int[1];
    var cancelling =
        new HeadProgress() {
          @Override
          public void advanced(long done, long total) {
            assertThat(done).isLessThan(total / 2);
          }

          @Override
          public void checkpoint() {
            if (++asked[0] == 3) {
              throw new CancellationException("enough");
            }
          }
        };
    try (var trajectories = Trajectories.open(file)) {
      assertThatThrownBy(
              () ->
                  new HeadTrainer(ENGINE)
                      .train(trajectories, 0, mlps(1), SETTINGS.withEpochs(1_000_000), cancelling))
          .isInstanceOf(CancellationException.class)
          .hasMessage("enough");
    }
    assertThat(asked[0]).isEqualTo(3);
  }
}
