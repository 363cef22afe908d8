package org.p2f.numerics.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
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
        int[] train = trajectories.labels(TrajectorySplit.TRAIN, factor);
        for (int i = 0; i < members.size(); i++) {
          var test = answers.get(i).test();
          assertThat(Answers.together(List.of(test), labels)).isEqualTo(tested.get(i).test());
          assertThat(tested.get(i).test().right()).isEqualTo(right(test, labels));
          var validation = Answers.together(List.of(answers.get(i).validation()), train);
          assertThat(validation.count()).isEqualTo(tested.get(i).validationCorrect());
          assertThat(validation.images()).isEqualTo(tested.get(i).validationImages());
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
    var sure = answers(3, 9, 0, 0);
    var unsure = answers(3, 0, .1f, 0);
    assertThat(rightTogether(sure, unsure, unsure)).isOne();
    assertThat(rightTogether(unsure, unsure)).isZero();
    assertThat(rightTogether(answers(2, 0, 0))).isOne();
    assertThat(rightTogether(answers(1, 2), answers(1, -.1f), answers(1, -.1f))).isZero();
  }

  /**
   * By hand, from probabilities of three classes. The means of .5, .4, .1 and .5, .1, .4 and 0,
   * .45, .55 are .33, .32, .35: the last, though two of three heads say the first. Those of .6, .3,
   * .1 twice and 0, .5, .5 are .4, .37, .23: the first, though their product is nothing.
   */
  @Test
  void probabilitiesAreMeansOfWhatHeadsGive() {
    assertThat(
            answer(
                probabilities(.5, .4, .1),
                probabilities(.5, .1, .4),
                probabilities(1e-9, .45, .55)))
        .isEqualTo(2);
    var twice = probabilities(.6, .3, .1);
    assertThat(answer(twice, twice, probabilities(1e-9, .5, .5))).isZero();
  }

  /** The class for which they are right. */
  private static int answer(Answers... heads) {
    return IntStream.range(0, 3)
        .filter(label -> Answers.together(List.of(heads), new int[] {0, label}).count() == 1)
        .findFirst()
        .orElseThrow();
  }

  private static Answers probabilities(double... p) {
    var logits = new float[p.length];
    for (int i = 0; i < p.length; i++) {
      logits[i] = (float) (Math.log(p[i]) + 7); // a shift of all says nothing
    }
    return answers(p.length, logits);
  }

  /** Of an image of the first class. */
  private static int rightTogether(Answers... heads) {
    return Answers.together(List.of(heads), new int[] {1, 0}).count();
  }

  private static Answers answers(int outputs, float... logits) {
    return new Answers(outputs, logits, new int[] {1});
  }

  @Test
  void headsThatAnswerToOtherImagesDoNotAnswerTogether() {
    var other = new Answers(1, new float[1], new int[] {0});
    assertThatThrownBy(() -> Answers.together(List.of(answers(1, 0), other), new int[2]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void neighboursKnowWhatLiesNearAndNothingElse() throws Exception {
    try (var trajectories = Trajectories.open(file)) {
      var results =
          new NearestNeighbours(ENGINE, 15)
              .classify(
                  trajectories, SyntheticTrajectories.COLOUR, 2, SETTINGS, HeadProgress.SILENT);
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
