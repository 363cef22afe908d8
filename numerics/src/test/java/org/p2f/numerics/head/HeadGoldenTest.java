package org.p2f.numerics.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.program.TensorSet;
import org.p2f.numerics.tensor.SafetensorsFile;
import org.p2f.numerics.test.ReferenceCheck;
import org.p2f.numerics.test.SharedFiles;
import org.p2f.spec.head.AttentionMask;
import org.p2f.spec.head.HeadSpec;

/** Heads against reference values that plain PyTorch computed in float64. */
@ReferenceCheck
class HeadGoldenTest {

  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);

  private static final double RATE = 1e-3;
  private static final int IMAGES = 6;
  private static final int CODES = 16;
  private static final int TIMES = 11;
  private static final int CLASSES = 10;

  /** The time that the reference MLP reads. */
  private static final int MLP_TIME = 3;

  private static final HeadSpec MLP = new HeadSpec.Mlp(CODES, CLASSES);
  private static final HeadSpec GRU = new HeadSpec.Gru(CODES, CLASSES, TIMES);

  private static HeadSpec transformer(int passes) {
    return new HeadSpec.Transformer(CODES, CLASSES, TIMES, passes, Set.of());
  }

  @Test
  void mlpAnswersAndLearnsAsTheReference() throws Exception {
    answersAndLearns("head-mlp", MLP);
  }

  @Test
  void gruAnswersAndLearnsAsTheReference() throws Exception {
    answersAndLearns("head-gru", GRU);
  }

  @Test
  void transformerOfOnePassAnswersAndLearnsAsTheReference() throws Exception {
    answersAndLearns("head-transformer1", transformer(1));
  }

  @Test
  void transformerOfTwoPassesAnswersAndLearnsAsTheReference() throws Exception {
    answersAndLearns("head-transformer2", transformer(2));
  }

  @Test
  void everyMaskHidesTheReferencesKeys() throws Exception {
    try (var golden = SafetensorsFile.open(SharedFiles.golden("head-transformer1.safetensors"))) {
      var times = IntStream.rangeClosed(0, 10).mapToObj(i -> i / 10.0).toList();
      for (var mask : AttentionMask.values()) {
        var spec = new HeadSpec.Transformer(CODES, CLASSES, TIMES, 1, mask.hidden(times));
        try (var program = new HeadProgram(ENGINE, spec, false, Precision.FLOAT32);
            var heads = stack(golden, program, 1, List.of(1.0));
            var images = images(golden, "x", null)) {
          var feed = images.feed(images.scope(), 0, rows(1));
          int visible = TIMES + 1 - spec.hiddenKeys().size();
          assertThat(heads.logits(StackedHeads.Weights.PRESENT, feed))
              .satisfies(
                  actual ->
                      assertClose(
                          actual, doubles(golden, "mask" + mask.number() + ".logits"), 0, 2e-6));
          assertThat(heads.attention(StackedHeads.Weights.PRESENT, feed, visible))
              .satisfies(
                  actual ->
                      assertClose(
                          actual, expectedAttention(golden, mask, spec.hiddenKeys()), 0, 2e-6));
        }
      }
    }
  }

  /** Sum over images of the reference, visible keys only, attention head by attention head. */
  private static double[] expectedAttention(
      SafetensorsFile golden, AttentionMask mask, Set<Integer> hidden) {
    int tokens = TIMES + 1;
    int heads = HeadSpec.Transformer.HEADS;
    var all = doubles(golden, "mask" + mask.number() + ".readout_attention");
    var sums = new double[heads * tokens];
    for (int i = 0; i < all.length; i++) {
      sums[i % sums.length] += all[i]; // [images, heads, tokens]
    }
    for (int i = 0; i < sums.length; i++) {
      assertThat(sums[i] == 0).isEqualTo(hidden.contains(i % tokens));
    }
    return IntStream.range(0, sums.length)
        .filter(i -> !hidden.contains(i % tokens))
        .mapToDouble(i -> sums[i])
        .toArray();
  }

  private static void answersAndLearns(String name, HeadSpec spec) throws Exception {
    try (var golden = SafetensorsFile.open(SharedFiles.golden(name + ".safetensors"))) {
      for (int models : new int[] {1, 3}) {
        // The middle one of three heads has the reference's weights, the others scaled ones.
        var scales = models == 1 ? List.of(1.0) : List.of(.5, 1.0, 1.5);
        int mine = models / 2;
        try (var program = new HeadProgram(ENGINE, spec, false, Precision.FLOAT32);
            var heads = stack(golden, program, models, scales)) {
          try (var images = images(golden, "x", null)) {
            var feed = images.feed(images.scope(), 0, rows(models));
            var logits = heads.logits(StackedHeads.Weights.PRESENT, feed);
            assertClose(logits, doubles(golden, "logits"), mine, 2e-6);
          }
          var expected = doubles(golden, "train.losses");
          for (int step = 0; step < 3; step++) {
            try (var images = images(golden, "train" + step + ".x", "train" + step + ".y")) {
              var feed = images.feed(images.scope(), 0, rows(models));
              var none = images.scope().create(new Shape(1, models, 0, IMAGES), DataType.UINT8);
              var losses = heads.learn(feed, none, new int[] {0}, new double[] {1}, IMAGES);
              assertThat((double) losses[mine] / expected[step]).isCloseTo(1, within(2e-6));
            }
          }
          var parameters = program.layout().parameters();
          for (int i = 0; i < parameters.size(); i++) {
            var tensor = parameters.get(i).name();
            double norm = doubles(golden, "train.after.norm." + tensor)[0];
            var values = heads.parameter(StackedHeads.Weights.PRESENT, mine, i);
            // measured 2.5e-6, of a layer norm's bias: a sum of gradients that nearly cancel
            assertThat(norm(values) / norm).as(tensor).isCloseTo(1, within(5e-6));
          }
        }
      }
    }
  }

  private static StackedHeads stack(
      SafetensorsFile golden, HeadProgram program, int models, List<Double> scales) {
    int time = program.spec() instanceof HeadSpec.Mlp ? MLP_TIME : 0;
    var shape = new StackShape(program.spec(), List.of(new StackShape.Variant(time, RATE)), models);
    return new StackedHeads(
        ENGINE,
        program,
        shape,
        (tensor, head, values) -> {
          var one = golden.data("w." + tensor.name()).toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
          for (int i = 0; i < one.length; i++) {
            values.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) (one[i] * scales.get(head)));
          }
        });
  }

  private static ResidentImages images(
      SafetensorsFile golden, String codes, @Nullable String labels) {
    var scope = ENGINE.newScope();
    return new ResidentImages(
        scope,
        TensorSet.copy(
            scope, golden.data(codes), new Shape(IMAGES, TIMES, CODES), DataType.FLOAT32),
        List.of(
            scope.create(
                labels == null
                    ? new long[IMAGES]
                    : golden.data(labels).toArray(ValueLayout.JAVA_LONG_UNALIGNED))));
  }

  private static int[][] rows(int seeds) {
    var rows = new int[seeds][];
    Arrays.fill(rows, IntStream.range(0, IMAGES).toArray());
    return rows;
  }

  private static double[] doubles(SafetensorsFile golden, String name) {
    return golden.data(name).toArray(ValueLayout.JAVA_DOUBLE_UNALIGNED);
  }

  private static double norm(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }

  /** Largest difference over the largest expected value. */
  private static void assertClose(float[] actual, double[] expected, int head, double bound) {
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    double worst = 0;
    for (int i = 0; i < expected.length; i++) {
      worst = Math.max(worst, Math.abs(actual[head * expected.length + i] - expected[i]));
    }
    assertThat(worst / largest).isLessThan(bound);
  }
}
