package org.p2f.numerics.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.numerics.trajectory.Trajectories;
import org.p2f.spec.head.AttentionMask;
import org.p2f.spec.head.Head;
import org.p2f.spec.head.HeadSettings;
import org.p2f.spec.head.Pooling;
import org.p2f.spec.head.RateSelection;
import org.p2f.spec.network.Precision;

/** What heads learn of codes. */
class HeadTrainerTest extends SyntheticHeads {
  @Test
  void eachMlpReadsItsOwnTime() throws Exception {
    for (var score :
        Selection.overEncoders(
            List.of(train(SyntheticTrajectories.COLOUR, mlps(2))), RateSelection.SHARED)) {
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
}
