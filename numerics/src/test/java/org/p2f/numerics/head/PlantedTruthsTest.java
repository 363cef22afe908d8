package org.p2f.numerics.head;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.numerics.trajectory.Trajectories;
import org.p2f.numerics.trajectory.TrajectoriesHeader;
import org.p2f.numerics.trajectory.TrajectoriesWriter;
import org.p2f.spec.data.Factor;
import org.p2f.spec.data.TrajectorySplit;
import org.p2f.spec.head.AttentionMask;
import org.p2f.spec.head.Head;
import org.p2f.spec.head.HeadSettings;
import org.p2f.spec.head.LearningRateSchedule;
import org.p2f.spec.head.TrainingLength;

/**
 * Heads over all times beside the best head of one time, on codes of which it is known where they
 * tell the class: noise of deviation 1, to which a vector of the class is added at some times, and
 * then every value gets a size and a mean of its own.
 */
class PlantedTruthsTest {

  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);
  private static final List<Double> TIMES = List.of(0.0, 0.25, 0.5, 0.75, 1.0);
  private static final int CODES = 8;
  private static final int CLASSES = 9;
  private static final int TRAIN = 4000;
  private static final int TEST = 1000;

  /** What docs/evaluations.md recommends, shorter for fewer times. */
  private static final HeadSettings SETTINGS =
      new HeadSettings(1, 32, HeadSettings.Scaling.STANDARDIZED)
          .with(
              new TrainingLength.Steps(1000),
              new LearningRateSchedule(LearningRateSchedule.Shape.COSINE, 100));

  private static final double RATE = 1e-3;

  /** A state that loses a quarter of its units at each time learns slowly at the others' rate. */
  private static final double GRU_RATE = 1e-2;

  /**
   * Of a difference between two heads on the same {@value #TEST} images: 2.5 standard errors of 1.6
   * points, as if the images were not the same.
   */
  private static final double NOISE = .04;

  /** Where a class shows. */
  private interface Truth {
    /**
     * @return which of the planted vectors is added at that time; -1 for none
     */
    int vector(int time, int label);
  }

  private record Scores(MemberResult best, MemberResult ofStates, MemberResult ofAttention) {
    double bestTime() {
      return best.testAccuracy();
    }

    double gru() {
      return ofStates.testAccuracy();
    }

    double transformer() {
      return ofAttention.testAccuracy();
    }
  }

  @Test
  void whereOneTimeTellsAllHeadsOverAllTimesTellAsMuch(@TempDir Path folder) throws Exception {
    var scores = scores(folder, 3, (time, label) -> time == 2 ? label : -1);
    assertThat(scores.bestTime()).isBetween(.6, .95);
    assertThat(scores.gru()).as("%s", scores).isGreaterThan(scores.bestTime() - NOISE);
    assertThat(scores.transformer()).as("%s", scores).isGreaterThan(scores.bestTime() - NOISE);
  }

  /** One time tells the class but for three, another which of the three it is. */
  @Test
  void whereTwoTimesTellAPartEachHeadsOverAllTimesTellMuchMore(@TempDir Path folder)
      throws Exception {
    var scores =
        scores(folder, 4, (time, label) -> time == 1 ? label / 3 : time == 3 ? 3 + label % 3 : -1);
    assertThat(scores.bestTime()).isLessThan(1 / 3. + NOISE);
    assertThat(scores.gru()).as("%s", scores).isGreaterThan(scores.bestTime() + .3);
    assertThat(scores.transformer()).as("%s", scores).isGreaterThan(scores.bestTime() + .3);
  }

  @Test
  void whereEveryTimeIsAnotherLookAtTheClassLooksAddUp(@TempDir Path folder) throws Exception {
    var scores = scores(folder, 1.5, (time, label) -> label);
    assertThat(scores.bestTime()).isBetween(.3, .6);
    assertThat(scores.gru()).as("%s", scores).isGreaterThan(scores.bestTime() + .1);
    assertThat(scores.transformer()).as("%s", scores).isGreaterThan(scores.bestTime() + .1);
  }

  /** Test accuracies, of MLPs at the time that validation chooses. */
  private static Scores scores(Path folder, double signal, Truth truth) throws IOException {
    var heads = new ArrayList<Head>();
    IntStream.range(0, TIMES.size()).forEach(time -> heads.add(new Head.Mlp(time)));
    heads.add(new Head.Gru());
    heads.add(new Head.Transformer(2, AttentionMask.NONE));
    var members =
        heads.stream()
            .map(head -> new HeadMember(head, head instanceof Head.Gru ? GRU_RATE : RATE, 0))
            .toList();
    try (var trajectories = Trajectories.open(write(folder, signal, truth))) {
      var results =
          new HeadTrainer(ENGINE).train(trajectories, 0, members, SETTINGS, HeadProgress.SILENT);
      var ofTimes =
          results.subList(0, TIMES.size()).stream()
              .max(Comparator.comparingDouble(MemberResult::validationAccuracy))
              .orElseThrow();
      return new Scores(ofTimes, results.get(TIMES.size()), results.getLast());
    }
  }

  /**
   * @param signal length of the planted vectors
   */
  private static Path write(Path folder, double signal, Truth truth) throws IOException {
    var path = folder.resolve("trajectories.safetensors");
    var factor =
        new Factor("class", IntStream.range(0, CLASSES).mapToObj(i -> "class " + i).toList());
    var writer =
        TrajectoriesWriter.open(
            path, new TrajectoriesHeader(TIMES, CODES, TRAIN, TEST, List.of(factor), Map.of()));
    var train = split(writer, TrajectorySplit.TRAIN, TRAIN, signal, truth);
    writer.finish(train, split(writer, TrajectorySplit.TEST, TEST, signal, truth));
    return path;
  }

  private static int[][] split(
      TrajectoriesWriter writer, TrajectorySplit split, int images, double signal, Truth truth)
      throws IOException {
    var vectors = vectors(signal);
    var spoil = new RandomStreams(7).stream("spoil", 0);
    var sizes = spoil.doubles(CODES, .02, .5).toArray();
    var means = spoil.doubles(CODES, -1, 1).toArray();
    var random = new RandomStreams(5).stream(split.name(), 0);
    var labels = new int[images][];
    try (var arena = Arena.ofConfined()) {
      var codes = arena.allocate((long) images * TIMES.size() * CODES * Float.BYTES, Float.BYTES);
      long at = 0;
      for (int i = 0; i < images; i++) {
        labels[i] = new int[] {random.nextInt(CLASSES)};
        for (int time = 0; time < TIMES.size(); time++) {
          int vector = truth.vector(time, labels[i][0]);
          for (int c = 0; c < CODES; c++) {
            double value = random.nextGaussian() + (vector < 0 ? 0 : vectors[vector][c]);
            codes.setAtIndex(ValueLayout.JAVA_FLOAT, at++, (float) (value * sizes[c] + means[c]));
          }
        }
      }
      writer.write(split, 0, codes);
    }
    return labels;
  }

  private static double[][] vectors(double signal) {
    var random = new RandomStreams(1).stream("vectors", 0);
    var vectors = new double[CLASSES][CODES];
    for (var vector : vectors) {
      double squares = 0;
      for (int c = 0; c < CODES; c++) {
        vector[c] = random.nextGaussian();
        squares += vector[c] * vector[c];
      }
      for (int c = 0; c < CODES; c++) {
        vector[c] *= signal / Math.sqrt(squares);
      }
    }
    return vectors;
  }
}
