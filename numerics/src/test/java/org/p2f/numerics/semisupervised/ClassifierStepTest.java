package org.p2f.numerics.semisupervised;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Program;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.program.TensorSet;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.spec.data.Augmentation;
import org.p2f.spec.data.Preprocessing;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.network.EncoderSpec;
import org.p2f.spec.network.LatentKind;
import org.p2f.spec.optimizer.Schedule;
import org.p2f.spec.semisupervised.PseudoLabelSpec;
import org.p2f.spec.semisupervised.SemiSupervisedSpec;

class ClassifierStepTest {
  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);
  private static final int BATCH = 6;
  private static final int CLASSES = 3;
  private static final int SIDE = 8;
  private static final String BIAS = "classifier.bias";
  private static final String WEIGHT = "classifier.weight";

  private final ClassifierGraph graph =
      new ClassifierGraph(
          new ClassifierSpec(
              new EncoderSpec(10, .25, LatentKind.GAUSSIAN, 1),
              VarianceExploding.published(),
              .5,
              new Preprocessing(1, SIDE, SIDE, List.of(.5), List.of(.25)),
              CLASSES),
          new SemiSupervisedSpec(
              BATCH,
              2,
              1,
              1,
              1,
              1e-3,
              Schedule.CONSTANT,
              0,
              true,
              Augmentation.NONE,
              Augmentation.NONE,
              PseudoLabelSpec.laplaceNet()));

  private final Program program = graph.builder().compile(ENGINE);

  /** A step from those weights: its loss, and Adam's first moments of the linear layer's bias. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Step(float loss, float[] moments) {}

  /**
   * @param linear scale of the linear layer's weights
   * @param bias of the linear layer
   */
  private Step step(double linear, float[] bias, float[] weights) {
    var streams = new RandomStreams(4);
    var parameters = TensorSet.initialized(ENGINE, graph.parameters(), streams);
    try (var state =
            ClassifierState.initial(
                ENGINE,
                graph.parameters(),
                parameters,
                TensorSet.initialized(ENGINE, graph.buffers(), streams));
        var scope = ENGINE.newScope()) {
      parameters.get(WEIGHT).muli(linear);
      scope.create(bias).copyTo(parameters.get(BIAS));
      float loss =
          program
              .call(
                  scope,
                  ClassifierGraph.STEP,
                  parameters,
                  state.buffers(),
                  state.first(),
                  state.second(),
                  state.steps(),
                  1e-3,
                  pixels(scope),
                  scope.create(new float[] {.5f}, new Shape(1, 1, 1)),
                  scope.create(new float[] {.25f}, new Shape(1, 1, 1)),
                  scope.full(new Shape(BATCH), .5f, DataType.FLOAT32),
                  scope.create(new long[] {0, 1, 2, 0, 1, 2}),
                  scope.create(weights),
                  7L)
              .get(0)
              .toFloatArray()[0];
      return new Step(loss, state.first().get(BIAS).toFloatArray());
    }
  }

  private static NDArray pixels(NDManager owner) {
    var random = new Random(1);
    var values = new float[BATCH * SIDE * SIDE];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return owner.create(values, new Shape(BATCH, 1, SIDE, SIDE));
  }

  @Test
  void theMomentIsATenthOfTheLossesSlope() {
    float[] weights = {1, 1, .25f, .5f, 0, .75f};
    float[] bias = {.1f, -.2f, .3f};
    float[] moments = step(1, bias, weights).moments();
    float h = .02f;
    for (int c = 0; c < CLASSES; c++) {
      float[] up = bias.clone();
      float[] down = bias.clone();
      up[c] += h;
      down[c] -= h;
      double slope = (step(1, up, weights).loss() - step(1, down, weights).loss()) / (2. * h);
      // losses of about 1 are float32 and the slope's third derivative is below 1
      assertThat(moments[c] / .1).isCloseTo(slope, within(1e-4));
    }
  }

  @Test
  void whereAllClassesAreAlikeTheLossIsTheMeanWeightTimesLnClasses() {
    var even = new float[CLASSES];
    float[] halves = {.5f, .5f, .5f, .5f, .5f, .5f};
    assertThat(step(0, even, halves).loss())
        .isCloseTo((float) (.5 * Math.log(CLASSES)), within(1e-6f));
  }

  @Test
  void anImageOfNoWeightTeachesNothing() {
    var step = step(1, new float[CLASSES], new float[BATCH]);
    assertThat(step.loss()).isZero();
    assertThat(step.moments()).containsOnly(0);
  }

  /** −ln softmax, written out. */
  @Test
  void lossesAreWeightedCrossEntropies() {
    try (var losses =
            new ProgramBuilder()
                .method(
                    "losses",
                    g ->
                        List.of(
                            ClassifierGraph.losses(
                                g.tensor("logits"), g.tensor("labels"), g.tensor("weights"))))
                .compile(ENGINE);
        var scope = ENGINE.newScope()) {
      var found =
          losses
              .call(
                  scope,
                  "losses",
                  scope.create(new float[] {1, 2, 0, -1}, new Shape(2, 2)),
                  scope.create(new long[] {1, 0}),
                  scope.create(new float[] {1, .25f}))
              .get(0)
              .toFloatArray();
      assertThat(found[0]).isCloseTo((float) Math.log1p(Math.exp(-1)), within(1e-6f));
      assertThat(found[1]).isCloseTo((float) (.25 * Math.log1p(Math.exp(-1))), within(1e-6f));
    }
  }
}
