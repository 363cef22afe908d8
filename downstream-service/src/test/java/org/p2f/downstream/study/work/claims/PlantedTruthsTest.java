package org.p2f.downstream.study.work.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.p2f.downstream.study.Verdict.NOT_SUPPORTED;
import static org.p2f.downstream.study.Verdict.SUPPORTED;
import static org.p2f.downstream.study.Verdict.UNDECIDED;
import static org.p2f.downstream.study.work.claims.Planted.ACCURACY;
import static org.p2f.downstream.study.work.claims.Planted.COARSE;
import static org.p2f.downstream.study.work.claims.Planted.MAJORITY;
import static org.p2f.downstream.study.work.claims.Planted.accuracy;
import static org.p2f.downstream.study.work.claims.Planted.information;
import static org.p2f.downstream.study.work.claims.Planted.objective;
import static org.p2f.downstream.study.work.claims.Planted.perEncoder;
import static org.p2f.downstream.study.work.claims.Planted.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2f.downstream.study.Verdict;

/**
 * Every claim, of findings in which it is true, in which it is false, and in which encoders
 * disagree. What is expected of each encoder is the difference that was planted or a closed form.
 */
class PlantedTruthsTest {
  private static final List<Double> MORE = perEncoder(.05, .06, .04, .05, .05);
  private static final List<Double> LESS = perEncoder(-.05, -.06, -.04, -.05, -.05);
  private static final List<Double> EITHER = perEncoder(.05, -.06, .04, -.05, .01);

  /** Profiles and maps of mutual information that support a claim (1) or refute it (−1). */
  private static final List<Double> FOR = perEncoder(1, 1, 1, 1, 1);

  private static final List<Double> AGAINST = perEncoder(-1, -1, -1, -1, -1);
  private static final List<Double> SPLIT = perEncoder(1, -1, 1, -1, 1);

  private static final List<Double> LEFT = List.of(1., 0.);
  private static final List<Double> RIGHT = List.of(0., 1.);

  /** A claim's effect in each encoder, and what it has to be called. */
  record Truth(String id, Verdict verdict, StudyFindings findings, List<Double> effects) {
    @Override
    public String toString() {
      return id + " " + verdict;
    }
  }

  @ParameterizedTest
  @MethodSource("truths")
  void aPlantedTruthIsFound(Truth truth) {
    var claim =
        StudyClaims.of(truth.findings()).stream()
            .filter(c -> c.id().equals(truth.id()))
            .findFirst()
            .orElseThrow();
    var effect = Objects.requireNonNull(claim.effect());
    assertThat(effect.perEncoder()).hasSameSizeAs(truth.effects());
    for (int i = 0; i < truth.effects().size(); i++) {
      assertThat(effect.perEncoder().get(i)).isCloseTo(truth.effects().get(i), within(1e-12));
    }
    double mean = truth.effects().stream().mapToDouble(d -> d).average().orElseThrow();
    assertThat(effect.mean()).isCloseTo(mean, within(1e-12));
    assertThat(claim.verdict()).isEqualTo(truth.verdict());
    assertThat(claim.parts().getFirst().encoders()).isEqualTo("drl");
  }

  static Stream<Truth> truths() {
    var truths = new ArrayList<Truth>();
    differences(truths, "C1", PlantedTruthsTest::mixing);
    differences(truths, "C2", PlantedTruthsTest::beyondSize);
    differences(truths, "C3", PlantedTruthsTest::granularity);
    differences(truths, "C4", PlantedTruthsTest::intermediate);
    either(truths, "C5", PlantedTruthsTest::factorsDiffer, 1, -1);
    either(truths, "C6", PlantedTruthsTest::coarseAndFine, 1, -1);
    either(truths, "C7", PlantedTruthsTest::distance, -Math.sqrt(3) / 2, Math.sqrt(3) / 2);
    either(truths, "C8", PlantedTruthsTest::kinds, 1, -.5);
    hiding(truths);
    trajectory(truths);
    everyObjective(truths);
    onePeak(truths);
    differences(truths, "C13", PlantedTruthsTest::ensemble);
    differences(truths, "C14", PlantedTruthsTest::beyondEnsemble);
    return truths.stream();
  }

  private static void differences(
      List<Truth> truths, String id, Function<List<Double>, StudyFindings> planted) {
    truths.add(new Truth(id, SUPPORTED, planted.apply(MORE), MORE));
    truths.add(new Truth(id, NOT_SUPPORTED, planted.apply(LESS), LESS));
    truths.add(new Truth(id, UNDECIDED, planted.apply(EITHER), EITHER));
  }

  private static void either(
      List<Truth> truths,
      String id,
      Function<List<Double>, StudyFindings> planted,
      double supporting,
      double refuting) {
    Map.of(FOR, SUPPORTED, AGAINST, NOT_SUPPORTED, SPLIT, UNDECIDED)
        .forEach(
            (signs, verdict) ->
                truths.add(
                    new Truth(
                        id,
                        verdict,
                        planted.apply(signs),
                        signs.stream().map(s -> s > 0 ? supporting : refuting).toList())));
  }

  private static StudyFindings mixing(List<Double> gains) {
    return study(
        (encoder, seed) ->
            encoder.factors.forEach(factor -> factor.transformer = ACCURACY + gains.get(seed)));
  }

  private static StudyFindings beyondSize(List<Double> gains) {
    return study(
        (encoder, seed) ->
            encoder.factors.forEach(factor -> factor.wide = ACCURACY - gains.get(seed)));
  }

  private static StudyFindings granularity(List<Double> gains) {
    return study(
        (encoder, seed) ->
            encoder.factors.forEach(factor -> factor.coarsest = ACCURACY - gains.get(seed)));
  }

  /** The coarse factor says the opposite: it is not what the claim is about. */
  private static StudyFindings intermediate(List<Double> gains) {
    return study(
        (encoder, seed) -> {
          encoder.fine().mlps.put(.5, ACCURACY + gains.get(seed));
          encoder.coarse().mlps.put(.5, ACCURACY - 3 * gains.get(seed));
        });
  }

  /**
   * Where seeds agree and factors do not, the divergence between factors is one bit and that within
   * none; where a factor's seeds disagree and each agrees with the other factor's other seed, it is
   * the other way round.
   */
  private static StudyFindings factorsDiffer(List<Double> signs) {
    return study(
        (encoder, seed) -> {
          boolean differ = signs.get(seed) > 0;
          encoder.coarse().profiles = differ ? List.of(LEFT, LEFT) : List.of(LEFT, RIGHT);
          encoder.fine().profiles = differ ? List.of(RIGHT, RIGHT) : List.of(RIGHT, LEFT);
        });
  }

  /** Each factor is read at one end alone, so that is its centre. */
  private static StudyFindings coarseAndFine(List<Double> signs) {
    return study(
        (encoder, seed) -> {
          boolean late = signs.get(seed) > 0;
          readAt(encoder.coarse(), late ? 1 : 0);
          readAt(encoder.fine(), late ? 0 : 1);
        });
  }

  private static void readAt(Planted.Factor factor, double t) {
    factor.decoys = false; // all heads count, whatever their validation accuracy
    factor.mlps.replaceAll((time, accuracy) -> time == t ? ACCURACY : MAJORITY);
  }

  /** Ranks of two equal distances and a longer one against three values: ∓√3/2. */
  private static StudyFindings distance(List<Double> signs) {
    return study(
        (encoder, seed) ->
            encoder.normalized =
                signs.get(seed) > 0 ? information(.9, .1, .8) : information(.1, .9, .2));
  }

  /** Two coarse factors: alike and unlike the fine one, or unlike and one like it. */
  private static StudyFindings kinds(List<Double> signs) {
    return study(
        List.of(COARSE, "foreground"),
        (encoder, seed) -> {
          var foreground = new Planted.Factor("foreground");
          encoder.coarse().profiles = List.of(LEFT, LEFT);
          foreground.profiles = signs.get(seed) > 0 ? List.of(LEFT, LEFT) : List.of(RIGHT, RIGHT);
          encoder.fine().profiles =
              signs.get(seed) > 0 ? List.of(RIGHT, RIGHT) : List.of(LEFT, LEFT);
          encoder.factors.add(1, foreground);
        });
  }

  private static void hiding(List<Truth> truths) {
    var little = perEncoder(.001, -.001, .002, 0, .003);
    var much = perEncoder(.1, .12, .09, .1, .11);
    var two = perEncoder(.02, .03, .01, .025, .015);
    truths.add(new Truth("C9", SUPPORTED, hidden(little, .3), little));
    truths.add(new Truth("C9", NOT_SUPPORTED, hidden(much, .3), much));
    truths.add(new Truth("C9", UNDECIDED, hidden(two, .3), two));
    truths.add(new Truth("C9", NOT_SUPPORTED, hidden(little, -.05), little)); // ½ alone is better
    truths.add(new Truth("C9", UNDECIDED, hidden(little, 0), little)); // ½ alone is as good
  }

  private static StudyFindings hidden(List<Double> costs, double alone) {
    return study(
        (encoder, seed) ->
            encoder.factors.forEach(
                factor -> {
                  factor.masks.put(1, accuracy(ACCURACY - costs.get(seed)));
                  factor.masks.put(4, accuracy(ACCURACY - alone));
                }));
  }

  /** As good within the margin of two points is enough; superiority is not asked for. */
  private static void trajectory(List<Truth> truths) {
    var alike = perEncoder(-.003, .004, -.001, -.002, 0);
    var margin = perEncoder(-.02, -.03, -.01, -.025, -.015);
    truths.add(new Truth("C10", SUPPORTED, overStatic(alike), alike));
    truths.add(new Truth("C10", NOT_SUPPORTED, overStatic(LESS), LESS));
    truths.add(new Truth("C10", UNDECIDED, overStatic(margin), margin));
  }

  private static StudyFindings overStatic(List<Double> gains) {
    return study(
        (encoder, seed) ->
            encoder.factors.forEach(factor -> factor.fixed = ACCURACY - gains.get(seed)));
  }

  /** What one objective supports the other has to support too. */
  private static void everyObjective(List<Truth> truths) {
    var large = perEncoder(.15, .16, .14, .15, .15);
    truths.add(new Truth("C11", SUPPORTED, gains(large, MORE), MORE));
    truths.add(new Truth("C11", NOT_SUPPORTED, gains(large, LESS), LESS));
    truths.add(new Truth("C11", UNDECIDED, gains(large, EITHER), EITHER));
    truths.add(new Truth("C11", NOT_SUPPORTED, gains(LESS, large), LESS));
  }

  private static StudyFindings gains(List<Double> drl, List<Double> vdrl) {
    return new StudyFindings(
        List.of(COARSE),
        List.of(Planted.FINE),
        List.of(
            objective("drl", (encoder, seed) -> mix(encoder, drl.get(seed))),
            objective("vdrl", (encoder, seed) -> mix(encoder, vdrl.get(seed)))),
        null);
  }

  private static void mix(Planted.Encoder encoder, double gain) {
    encoder.factors.forEach(factor -> factor.transformer = ACCURACY + gain);
  }

  /**
   * Of three t the middle one gains over the better end and there is no valley; of five the second
   * and the fourth are best and the third lies below.
   */
  private static void onePeak(List<Truth> truths) {
    var level = perEncoder(0, 0, 0, 0, 0);
    var shallow = perEncoder(.001, .002, 0, .003, .001);
    var two = perEncoder(.02, .03, .01, .025, .015);
    var peak = perEncoder(.2, .2, .2, .2, .2);
    truths.add(new Truth("C12", SUPPORTED, rising(MORE), MORE));
    truths.add(new Truth("C12", NOT_SUPPORTED, rising(LESS), LESS));
    truths.add(new Truth("C12", UNDECIDED, rising(EITHER), EITHER));
    truths.add(new Truth("C12", UNDECIDED, rising(level), level)); // a level curve has no peak
    truths.add(new Truth("C12", SUPPORTED, twoPeaks(shallow), peak));
    truths.add(new Truth("C12", NOT_SUPPORTED, twoPeaks(MORE), MORE));
    truths.add(new Truth("C12", UNDECIDED, twoPeaks(two), two));
  }

  private static StudyFindings rising(List<Double> gains) {
    return study(
        (encoder, seed) ->
            encoder.factors.forEach(
                factor -> curve(factor, .5, ACCURACY, ACCURACY - gains.get(seed))));
  }

  private static StudyFindings twoPeaks(List<Double> depths) {
    return study(
        (encoder, seed) ->
            encoder.factors.forEach(
                factor -> curve(factor, .5, ACCURACY, ACCURACY - depths.get(seed), ACCURACY, .5)));
  }

  private static void curve(Planted.Factor factor, double... accuracies) {
    factor.decoys = false; // all heads count, whatever their validation accuracy
    factor.mlps.clear();
    for (int i = 0; i < accuracies.length; i++) {
      factor.mlps.put(i / (accuracies.length - 1.), accuracies[i]);
    }
  }

  private static StudyFindings ensemble(List<Double> gains) {
    return study(
        (encoder, seed) ->
            encoder.factors.forEach(factor -> factor.ensemble = ACCURACY + gains.get(seed)));
  }

  private static StudyFindings beyondEnsemble(List<Double> gains) {
    return study(
        (encoder, seed) ->
            encoder.factors.forEach(
                factor -> {
                  factor.ensemble = ACCURACY + .1;
                  factor.transformer = ACCURACY + .1 + gains.get(seed);
                }));
  }
}
