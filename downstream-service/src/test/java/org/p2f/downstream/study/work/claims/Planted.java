package org.p2f.downstream.study.work.claims;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.p2f.downstream.head.HeadKind;
import org.p2f.downstream.head.TestAccuracy;

/**
 * Findings that are known: five encoders, one coarse and one fine factor, in which nothing that a
 * claim compares differs, but for what a test plants. Of each kind of head there is one that is
 * best on test images and worst on validation images, so that who chooses by test is found out.
 */
final class Planted {
  static final int ENCODERS = 5;
  static final int IMAGES = 10_000;
  static final String COARSE = "background";
  static final String FINE = "digit";
  static final double MAJORITY = .1;
  static final double ACCURACY = .7;
  private static final double BY_TEST_ALONE = .99;

  private Planted() {}

  /** One factor in one encoder's codes. */
  static final class Factor {
    final String name;
    final Map<Double, Double> mlps = new HashMap<>(Map.of(0., .7, .5, .7, 1., .7));
    double majority = MAJORITY;
    double wide = ACCURACY;
    double transformer = ACCURACY;
    double coarsest = ACCURACY;
    final Map<Integer, TestAccuracy> masks =
        new HashMap<>(Map.of(0, accuracy(ACCURACY), 1, accuracy(ACCURACY), 4, accuracy(.4)));
    List<List<Double>> profiles = List.of(List.of(.5, .5), List.of(.5, .5));
    double fixed = ACCURACY;
    double ensemble = ACCURACY;
    boolean decoys = true;

    Factor(String name) {
      this.name = name;
    }

    FactorFindings findings() {
      var heads = new ArrayList<Reading>();
      mlps.forEach((t, accuracy) -> heads.add(reading(HeadKind.MLP, t, accuracy)));
      if (decoys) {
        heads.add(decoy(HeadKind.MLP, .25));
        heads.add(decoy(HeadKind.MLP, 1.));
      }
      heads.add(reading(HeadKind.WIDE_MLP, .5, wide));
      heads.add(decoy(HeadKind.WIDE_MLP, .25));
      heads.add(reading(HeadKind.TRANSFORMER, null, transformer));
      heads.add(decoy(HeadKind.GRU, null));
      heads.add(reading(HeadKind.TIME_ENSEMBLE, null, ensemble));
      return new FactorFindings(
          name,
          majority,
          heads,
          Map.of(
              1, reading(HeadKind.TRANSFORMER, null, coarsest),
              2, reading(HeadKind.TRANSFORMER, null, .2)),
          masks,
          profiles,
          List.of(reading(HeadKind.MLP, .5, fixed), decoy(HeadKind.WIDE_MLP, .5)));
    }
  }

  /** An encoder, as a test may change it. */
  static final class Encoder {
    final List<Factor> factors = new ArrayList<>(List.of(new Factor(COARSE), new Factor(FINE)));
    List<List<Double>> normalized = information(.5, .5, .5);

    Factor coarse() {
      return factors.getFirst();
    }

    Factor fine() {
      return factors.getLast();
    }

    EncoderFindings findings() {
      return new EncoderFindings(
          factors.stream().map(Factor::findings).toList(), List.of(0., .5, 1.), normalized);
    }
  }

  /** Of an objective. */
  static StudyFindings.ObjectiveFindings objective(
      String name, BiConsumer<Encoder, Integer> planted) {
    return new StudyFindings.ObjectiveFindings(
        name,
        IntStream.range(0, ENCODERS)
            .mapToObj(
                seed -> {
                  var encoder = new Encoder();
                  planted.accept(encoder, seed);
                  return encoder.findings();
                })
            .toList());
  }

  /** A study of DRL alone. */
  static StudyFindings study(BiConsumer<Encoder, Integer> planted) {
    return study(List.of(COARSE), planted);
  }

  static StudyFindings study(List<String> coarse, BiConsumer<Encoder, Integer> planted) {
    return new StudyFindings(coarse, List.of(FINE), List.of(objective("drl", planted)), null);
  }

  /** The map of the times 0, ½ and 1. */
  static List<List<Double>> information(double first, double across, double second) {
    return List.of(
        List.of(1., first, across), List.of(first, 1., second), List.of(across, second, 1.));
  }

  static Reading reading(HeadKind head, @Nullable Double t, double accuracy) {
    return reading(head, t, accuracy, accuracy(accuracy));
  }

  private static Reading decoy(HeadKind head, @Nullable Double t) {
    return reading(head, t, 0, accuracy(BY_TEST_ALONE));
  }

  static Reading reading(HeadKind head, @Nullable Double t, double validation, TestAccuracy test) {
    return new Reading(head, t, validation, test, ImageMean.of(test));
  }

  static TestAccuracy accuracy(double mean) {
    return new TestAccuracy(mean, mean - .01, mean + .01, 1, IMAGES);
  }

  static List<Double> perEncoder(double... values) {
    return Arrays.stream(values).boxed().toList();
  }
}
