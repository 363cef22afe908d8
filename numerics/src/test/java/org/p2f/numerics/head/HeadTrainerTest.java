package org.p2f.numerics.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.trajectory.Trajectories;
import org.p2f.spec.data.TrajectorySplit;
import org.p2f.spec.head.AttentionMask;
import org.p2f.spec.head.Head;
import org.p2f.spec.head.HeadSettings;
import org.p2f.spec.head.HeadSpec;
import org.p2f.spec.head.LearningRateSchedule;
import org.p2f.spec.head.Pooling;
import org.p2f.spec.head.TrainingLength;
import org.p2f.spec.network.Precision;

/** Heads on trajectories whose factors are each visible at one time only. */
class HeadTrainerTest {

  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);
  private static final double RATE = 1e-3;

  /** Steps of an epoch: 540 images in batches of 64. */
  private static final int EPOCH = 8;

  private static final HeadSettings SETTINGS = new HeadSettings(3, 64, HeadSettings.Scaling.RAW);

  @TempDir static Path folder;
  private static Path file;

  @BeforeAll
  static void write() throws Exception {
    file = SyntheticTrajectories.write(folder, 600, 300, 1);
  }

  private static List<MemberResult> train(int factor, List<HeadMember> members) throws Exception {
    return train(new HeadTrainer(ENGINE), factor, members, SETTINGS);
  }

  private static List<MemberResult> train(
      HeadTrainer trainer, int factor, List<HeadMember> members, HeadSettings settings)
      throws Exception {
    try (var trajectories = Trajectories.open(file)) {
      return trainer.train(trajectories, factor, members, settings, HeadProgress.SILENT);
    }
  }

  private static List<HeadMember> mlps(int seeds) {
    var members = new ArrayList<HeadMember>();
    for (int time = 0; time < SyntheticTrajectories.TIMES.size(); time++) {
      for (long seed = 0; seed < seeds; seed++) {
        members.add(new HeadMember(new Head.Mlp(time), RATE, seed));
      }
    }
    return members;
  }

  @Test
  void eachMlpReadsItsOwnTime() throws Exception {
    for (var score :
        Selection.overEncoders(List.of(train(SyntheticTrajectories.COLOUR, mlps(2))))) {
      double accuracy = score.test().mean();
      if (score.head().equals(new Head.Mlp(SyntheticTrajectories.COLOUR_TIME))) {
        assertThat(accuracy).isGreaterThan(.9); // measured .98
      } else {
        assertThat(accuracy).isBetween(.15, .35); // chance .25, 4 standard errors .1
      }
    }
  }

  @Test
  void headsOverAllTimesFindTheFactorWhereverItIs() throws Exception {
    var members =
        List.of(
            new HeadMember(new Head.Gru(), RATE, 0),
            new HeadMember(new Head.Transformer(2, AttentionMask.NONE), RATE, 0));
    for (int factor : new int[] {SyntheticTrajectories.COLOUR, SyntheticTrajectories.SIDE}) {
      for (var result : train(new HeadTrainer(ENGINE), factor, members, SETTINGS.withEpochs(10))) {
        assertThat(result.testAccuracy()).as("%s", result).isGreaterThan(.85);
      }
    }
  }

  @Test
  void aMaskKeepsAHeadFromWhatItHides() throws Exception {
    var members = MaskStudy.heads().stream().map(head -> new HeadMember(head, RATE, 0)).toList();
    var study = MaskStudy.of(train(SyntheticTrajectories.SIDE, members));
    assertThat(study.scores()).hasSize(5);
    study
        .scores()
        .forEach(
            (mask, score) -> {
              boolean blind = mask == AttentionMask.HALF || mask == AttentionMask.HALF_AND_READOUT;
              if (blind) {
                assertThat(score.test().mean()).as(mask.name()).isBetween(.38, .62); // 4 std errors
              } else {
                assertThat(score.test().mean()).as(mask.name()).isGreaterThan(.85);
              }
            });
  }

  @Test
  void theReadoutsAttentionSumsToOneOverTheTimesItMaySee() throws Exception {
    var members =
        List.of(
            new HeadMember(AttentionProfile.HEAD, RATE, 0),
            new HeadMember(AttentionProfile.HEAD, RATE, 1));
    var trained = train(SyntheticTrajectories.COLOUR, members);
    for (var seed : trained) {
      assertThat(seed.headAttention()).hasSize(HeadSpec.Transformer.HEADS).doesNotHaveDuplicates();
      for (var head : seed.headAttention()) {
        assertThat(head.stream().mapToDouble(w -> w).sum()).isCloseTo(1, within(1e-5));
        assertThat(head.getLast()).isZero(); // the readout is hidden
      }
    }
    var profile = AttentionProfile.of(trained);
    assertThat(profile.weights()).hasSize(5);
    assertThat(profile.weights().stream().mapToDouble(w -> w).sum()).isCloseTo(1, within(1e-5));
    assertThat(profile.overSeeds()).hasSize(5);
    for (int t = 0; t < 5; t++) {
      assertThat(profile.overSeeds().get(t).contains(profile.weights().get(t))).isTrue();
    }
  }

  @Test
  void equalTrainingsGiveEqualResults() throws Exception {
    var members =
        List.of(
            new HeadMember(new Head.Mlp(1), RATE, 3),
            new HeadMember(new Head.Gru(), RATE, 3),
            new HeadMember(AttentionProfile.HEAD, RATE, 3));
    var once = train(SyntheticTrajectories.COLOUR, members);
    assertThat(train(SyntheticTrajectories.COLOUR, members)).isEqualTo(once);
    assertThat(once.getFirst().lastLoss()).isNotZero();
  }

  @Test
  void aHeadLearnsAloneToTheBitWhatItLearnsAmongOthers() throws Exception {
    var members = new ArrayList<HeadMember>();
    for (double rate : new double[] {1e-3, 1e-4}) {
      for (long seed = 0; seed < 2; seed++) {
        members.add(new HeadMember(new Head.Mlp(1), rate, seed));
        members.add(new HeadMember(new Head.Mlp(2), rate, seed));
        members.add(new HeadMember(new Head.Gru(), rate, seed));
        members.add(new HeadMember(new Head.Transformer(2, AttentionMask.NONE), rate, seed));
      }
    }
    // 540 images to learn from, 8 steps an epoch: 56 steps
    var settings = SETTINGS.withEpochs(7);
    var together = train(new HeadTrainer(ENGINE), SyntheticTrajectories.COLOUR, members, settings);
    for (int i = 0; i < members.size(); i++) {
      var alone =
          train(
              new HeadTrainer(ENGINE, 1, 1L << 30),
              SyntheticTrajectories.COLOUR,
              List.of(members.get(i)),
              settings);
      assertThat(alone).containsExactly(together.get(i));
    }
    assertThat(together.stream().map(MemberResult::lastLoss)).doesNotHaveDuplicates();
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
  void codesReadFromTheFileTeachWhatCodesInMemoryTeach() throws Exception {
    var members =
        List.of(
            new HeadMember(new Head.Mlp(1), RATE, 0),
            new HeadMember(new Head.Transformer(1, AttentionMask.NONE), RATE, 1));
    for (var scaling : HeadSettings.Scaling.values()) {
      var settings = new HeadSettings(3, 64, scaling);
      var inMemory =
          train(new HeadTrainer(ENGINE), SyntheticTrajectories.COLOUR, members, settings);
      var read =
          train(
              new HeadTrainer(ENGINE, 1L << 30, 0),
              SyntheticTrajectories.COLOUR,
              members,
              settings);
      for (int i = 0; i < members.size(); i++) {
        // rounding of means and of sums of losses
        assertThat(read.get(i).lastLoss())
            .isCloseTo(
                inMemory.get(i).lastLoss(),
                within(scaling == HeadSettings.Scaling.RAW ? 1e-6 : 1e-4));
        assertThat(read.get(i).testAccuracy())
            .isCloseTo(inMemory.get(i).testAccuracy(), within(.01));
      }
    }
  }

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
  void fewerLabelsTeachLess() throws Exception {
    var member = List.of(new HeadMember(new Head.Mlp(1), RATE, 0));
    var trainer = new HeadTrainer(ENGINE);
    var settings = SETTINGS.withEpochs(10);
    var all = train(trainer, SyntheticTrajectories.COLOUR, member, settings).getFirst();
    var few =
        train(trainer, SyntheticTrajectories.COLOUR, member, settings.withLabels(.02)).getFirst();
    assertThat(all.testAccuracy()).isGreaterThan(.95);
    assertThat(few.testAccuracy()).isBetween(.3, .95); // of 11 images
    assertThat(few.validationImages()).isEqualTo(all.validationImages());
  }

  @Test
  void poolingAllTimesFindsTheFactorToo() throws Exception {
    var members = new ArrayList<HeadMember>();
    for (var pooling : List.of(Pooling.MEAN, Pooling.CONCATENATION, Pooling.CONVEX)) {
      members.add(new HeadMember(new Head.Pooled(pooling), RATE, 0));
      members.add(new HeadMember(new Head.Pooled(pooling, 0), 1e-2, 0));
    }
    members.add(new HeadMember(new Head.Mlp(SyntheticTrajectories.COLOUR_TIME, 0), 1e-2, 0));
    var results =
        train(
            new HeadTrainer(ENGINE),
            SyntheticTrajectories.COLOUR,
            members,
            SETTINGS.withEpochs(20));
    assertThat(results).allSatisfy(r -> assertThat(r.testAccuracy()).as("%s", r).isGreaterThan(.5));
  }

  @Test
  void bfloat16LearnsAboutTheSame() throws Exception {
    var member = List.of(new HeadMember(new Head.Transformer(2, AttentionMask.NONE), RATE, 0));
    var trainer = new HeadTrainer(ENGINE);
    var exact = train(trainer, SyntheticTrajectories.COLOUR, member, SETTINGS).getFirst();
    var coarse =
        train(
                trainer,
                SyntheticTrajectories.COLOUR,
                member,
                SETTINGS.withPrecision(Precision.BFLOAT16))
            .getFirst();
    assertThat(coarse.lastLoss()).isNotEqualTo(exact.lastLoss());
    assertThat(coarse.testAccuracy()).isCloseTo(exact.testAccuracy(), within(.05));
  }

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
  void standardizedCodesUndoAValueOfAnotherSize(@TempDir Path other) throws Exception {
    var members = List.of(new HeadMember(new Head.Mlp(1), RATE, 0));
    var path = SyntheticTrajectories.write(other, 600, 300, 1000);
    try (var spoiled = Trajectories.open(path)) {
      var trainer = new HeadTrainer(ENGINE);
      var raw =
          trainer.train(
              spoiled, SyntheticTrajectories.COLOUR, members, SETTINGS, HeadProgress.SILENT);
      var scaled =
          trainer.train(
              spoiled,
              SyntheticTrajectories.COLOUR,
              members,
              new HeadSettings(3, 64, HeadSettings.Scaling.STANDARDIZED),
              HeadProgress.SILENT);
      assertThat(raw.getFirst().testAccuracy()).isLessThan(.7);
      assertThat(scaled.getFirst().testAccuracy()).isGreaterThan(.9);
    }
  }

  @Test
  void aTrainingSetSmallerThanABatchIsOneSmallerBatch(@TempDir Path other) throws Exception {
    try (var small = Trajectories.open(SyntheticTrajectories.write(other, 40, 10, 1))) {
      var result =
          new HeadTrainer(ENGINE)
              .train(
                  small,
                  SyntheticTrajectories.SIDE,
                  List.of(new HeadMember(new Head.Mlp(2), RATE, 0)),
                  HeadSettings.PUBLISHED.withEpochs(2),
                  HeadProgress.SILENT)
              .getFirst();
      assertThat(result.validationImages()).isEqualTo(4);
      assertThat(result.test().images()).isEqualTo(10);
      assertThat(result.lastLoss()).isPositive();
    }
  }

  @Test
  void trainingWithoutTestImagesIsRefused(@TempDir Path other) throws Exception {
    try (var untested = Trajectories.open(SyntheticTrajectories.write(other, 40, 0, 1))) {
      assertThatThrownBy(
              () ->
                  new HeadTrainer(ENGINE)
                      .train(untested, 0, mlps(1), SETTINGS, HeadProgress.SILENT))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no test images");
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

  @Test
  void baselinesAreChanceAndTheMostFrequentClass() throws Exception {
    try (var trajectories = Trajectories.open(file)) {
      var baselines = Baselines.of(trajectories, SyntheticTrajectories.COLOUR);
      assertThat(baselines.chance()).isEqualTo(.25);
      assertThat(baselines.majority()).isBetween(.15, .35);
    }
  }
}
