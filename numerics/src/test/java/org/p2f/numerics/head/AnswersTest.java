package org.p2f.numerics.head;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.p2f.numerics.trajectory.Trajectories;
import org.p2f.spec.data.TrajectorySplit;
import org.p2f.spec.head.Head;

/** What heads answer, alone and together, beside what is known without a head. */
class AnswersTest extends SyntheticHeads {
  @Test
  void headsAnswerAsTheyDidWhenTheyWereTested() throws Exception {
    var members =
        List.of(
            new HeadMember(new Head.Mlp(1), RATE, 0),
            new HeadMember(new Head.Mlp(1), RATE, 1),
            new HeadMember(new Head.Mlp(3), RATE, 2));
    for (int factor : new int[] {SyntheticTrajectories.COLOUR, SyntheticTrajectories.SIDE}) {
      var tested = train(factor, members);
      try (var trajectories = Trajectories.open(file)) {
        var answers =
            new HeadTrainer(ENGINE)
                .answers(trajectories, factor, members, SETTINGS, HeadProgress.SILENT);
        int[] labels = trajectories.labels(TrajectorySplit.TEST, factor);
        for (int i = 0; i < members.size(); i++) {
          assertThat(Answers.correctTogether(List.of(answers.get(i)), labels))
              .isEqualTo(tested.get(i).test().count());
          assertThat(tested.get(i).test().right()).isEqualTo(right(answers.get(i), labels));
        }
      }
    }
  }

  /** Images whose largest logit, or of two classes the logit's sign, names their class. */
  private static BitSet right(Answers answers, int[] labels) {
    var right = new BitSet();
    int outputs = answers.outputs();
    for (int image = 0; image < labels.length; image++) {
      int best = outputs == 1 && answers.logits()[image] > 0 ? 1 : 0;
      for (int c = 1; c < outputs; c++) {
        best =
            answers.logits()[image * outputs + c] > answers.logits()[image * outputs + best]
                ? c
                : best;
      }
      right.set(image, best == labels[image]);
    }
    return right;
  }

  @Test
  void theMeanProbabilityDecidesNotTheMajority() {
    var sure = new Answers(3, new float[] {9, 0, 0});
    var unsure = new Answers(3, new float[] {0, .1f, 0});
    int[] first = {0};
    assertThat(Answers.correctTogether(List.of(sure, unsure, unsure), first)).isEqualTo(1);
    assertThat(Answers.correctTogether(List.of(unsure, unsure), first)).isZero();
    assertThat(Answers.correctTogether(List.of(new Answers(2, new float[2])), first)).isOne();
    var second = new Answers(1, new float[] {2});
    var weaklyFirst = new Answers(1, new float[] {-.1f});
    assertThat(Answers.correctTogether(List.of(second, weaklyFirst, weaklyFirst), first)).isZero();
  }

  @Test
  void neighboursKnowWhatLiesNearAndNothingElse() throws Exception {
    try (var trajectories = Trajectories.open(file)) {
      var results =
          new NearestNeighbours(ENGINE, 15)
              .classify(trajectories, SyntheticTrajectories.COLOUR, 2, 1, HeadProgress.SILENT);
      assertThat(results).hasSize(2 * SyntheticTrajectories.TIMES.size());
      for (var result : results) {
        assertThat(result.testImages()).isEqualTo(300);
        assertThat(result.validationImages()).isEqualTo(60);
        if (result.time() == SyntheticTrajectories.COLOUR_TIME) {
          assertThat(result.testAccuracy()).isGreaterThan(.9);
          assertThat(result.validationAccuracy()).isGreaterThan(.8);
        } else {
          assertThat(result.testAccuracy()).isBetween(.13, .37); // chance .25
        }
      }
    }
  }

  @Test
  void baselinesAreChanceAndTheMostFrequentClass() throws Exception {
    try (var trajectories = Trajectories.open(file)) {
      var baselines = Baselines.of(trajectories, SyntheticTrajectories.COLOUR);
      assertThat(baselines.chance()).isEqualTo(.25);
      assertThat(baselines.majority()).isBetween(.15, .35);
    }
  }
}
