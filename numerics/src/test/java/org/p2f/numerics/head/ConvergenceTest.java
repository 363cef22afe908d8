package org.p2f.numerics.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.spec.head.LearningRateSchedule;

/** Planted learning curves, which say by themselves how much would still have come. */
class ConvergenceTest {

  private static final int IMAGES = 400;
  private static final int VALIDATIONS = 30;

  private static List<Convergence.Validation> curve(
      LearningRateSchedule schedule, DoubleUnaryOperator accuracy) {
    int steps = 10 * VALIDATIONS;
    double spent = 0;
    var curve = new ArrayList<Convergence.Validation>();
    double all = IntStream.range(0, steps).mapToDouble(s -> schedule.share(s, steps)).sum();
    for (int step = 0; step < steps; step++) {
      spent += schedule.share(step, steps);
      if (step % 10 == 9) {
        long correct = Math.round(IMAGES * accuracy.applyAsDouble(spent / all));
        curve.add(new Convergence.Validation(spent, correct));
      }
    }
    return curve;
  }

  private static Convergence of(DoubleUnaryOperator accuracy) {
    return Convergence.of(curve(LearningRateSchedule.PUBLISHED, accuracy), IMAGES);
  }

  /** A head that learns as far as its learning rate takes it, and is at 80 % in the end. */
  private static DoubleUnaryOperator saturating(double timeConstant) {
    return spent -> .8 * (1 - Math.exp(-spent / timeConstant));
  }

  @Test
  void aCurveThatSaturatedEarlyHasConverged() {
    assertThat(of(saturating(.05)).converged()).isTrue();
    assertThat(of(saturating(.1)).converged()).isTrue();
  }

  @Test
  void aCurveStillOnItsWayHasNot() {
    assertThat(of(saturating(.3)).converged()).isFalse(); // 2.9 points to come
    assertThat(of(saturating(1)).converged()).isFalse(); // 29 points to come
    assertThat(of(spent -> .1 + .5 * spent).converged()).isFalse();
  }

  /** The integral of the saturating curve over both fifths, in closed form. */
  @Test
  void theRiseIsTheDifferenceOfTheMeansOfTheLastTwoFifths() {
    double decay = .3;
    double before = 1 - decay * (Math.exp(-.6 / decay) - Math.exp(-.8 / decay)) / .2;
    double late = 1 - decay * (Math.exp(-.8 / decay) - Math.exp(-1 / decay)) / .2;
    // six validations a fifth, at the ends of sixths, of counts rounded to whole images
    assertThat(of(saturating(decay)).rise()).isCloseTo(.8 * (late - before), within(.005));
    assertThat(of(saturating(decay)).error())
        .isCloseTo(Math.sqrt(.75 * .25 / IMAGES), within(.001));
  }

  @Test
  void fifthsAreOfTheLearningRateSpentSoADecayedRateHidesNothing() {
    var cosine = new LearningRateSchedule(LearningRateSchedule.Shape.COSINE, 30);
    assertThat(Convergence.of(curve(cosine, saturating(.05)), IMAGES).converged()).isTrue();
    assertThat(Convergence.of(curve(cosine, saturating(.4)), IMAGES).converged()).isFalse();
    // over the last fifth of the steps it rises by less than its error
    var points = curve(cosine, saturating(.4));
    double late = points.get(VALIDATIONS - 1).correct() - points.get(VALIDATIONS * 4 / 5).correct();
    assertThat(late / IMAGES).isLessThan(.02);
  }

  @Test
  void overfittingIsNoLackOfConvergence() {
    assertThat(of(spent -> .8 - .1 * spent).converged()).isTrue();
  }

  /** Each validation misses its mean by a point: the spread of a head that learns no more. */
  @Test
  void noiseAroundAPlateauIsSeldomTakenForARise() {
    int converged = 0;
    for (int seed = 0; seed < 1000; seed++) {
      RandomGenerator random = new RandomStreams(seed).stream("noise", 0);
      converged += of(spent -> .7 + .01 * random.nextGaussian()).converged() ? 1 : 0;
    }
    // a rise is noise of .01 √(2/6) = .6 points; its bound is 2.3 points, four times as much
    assertThat(converged).isGreaterThan(990);
  }

  @Test
  void tooFewValidationsTellNothing() {
    var one = Convergence.of(List.of(new Convergence.Validation(3, 50)), 100);
    assertThat(one.converged()).isFalse();
    assertThat(one.rise()).isNull();
    assertThat(one.error()).isCloseTo(.05, within(1e-9));
    assertThat(Convergence.of(flat(7), 100).converged()).isFalse(); // one in the fifth before last
    assertThat(Convergence.of(flat(8), 100).converged()).isTrue();
  }

  private static List<Convergence.Validation> flat(int validations) {
    return IntStream.rangeClosed(1, validations)
        .mapToObj(i -> new Convergence.Validation(i, 50))
        .toList();
  }

  @Test
  void everythingRightLeavesAnErrorAboveZero() {
    assertThat(of(spent -> 1).converged()).isTrue();
    assertThat(of(spent -> 1).error()).isPositive().isLessThan(.005);
  }
}
