package org.p2f.downstream.evaluation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.downstream.head.Convergence;
import org.p2f.downstream.head.EncoderRole;
import org.p2f.downstream.head.HeadKind;
import org.p2f.downstream.head.TestAccuracy;

/**
 * What one head reads of one factor, at the learning rates that were best on validation images.
 *
 * @param encoder whose codes it reads
 * @param encoders number of encoders of that role, which differ in their seed alone; with several,
 *     the accuracy's spread is that of their means
 * @param labelFraction share of the training images whose labels it learned from
 * @param t the one time it reads; null for heads that read all
 * @param times number of times it reads
 * @param learningRate of all encoders; null where theirs differ, where nothing is trained, and of a
 *     {@link HeadKind#TIME_ENSEMBLE}, whose heads learned at the rates of their own results
 * @param encoderLearningRates for each encoder its own, where they differ; null otherwise
 * @param bestSteps for each encoder and seed, after how many steps it was kept: where its
 *     validation accuracy was first the best
 * @param steps for each encoder and seed, how many it learned: those of the plan, unless its
 *     patience ran out or it got all validation images right
 * @param convergence whether those heads had stopped improving; null where none was trained for
 *     this result
 * @param answersRow row of {@link Evaluation#ANSWERS} that tells which test images its first head
 *     gets right; those of the other encoders and seeds follow. Null where its answers were not
 *     kept
 * @param answersCount number of those rows: one for each encoder and seed, of an {@link
 *     HeadKind#ENSEMBLE} one for each seed; 0 where its answers were not kept
 * @param validationAccuracy mean over encoders and seeds; the best of several, so it flatters
 * @param medianAccuracy median over encoders of the mean over seeds of the test accuracy, as
 *     published for Synthetic and Colored-MNIST; null with one encoder, and of an {@link
 *     HeadKind#ENSEMBLE}, which joins them
 * @param chance 1 / classes
 * @param majority test accuracy of always answering the commonest class
 */
public record EvaluationResult(
    EncoderRole encoder,
    int encoders,
    HeadKind head,
    String factor,
    double labelFraction,
    @Nullable Double t,
    int times,
    @Nullable Double learningRate,
    @Nullable List<Double> encoderLearningRates,
    List<Long> bestSteps,
    List<Long> steps,
    @Nullable Convergence convergence,
    @Nullable Integer answersRow,
    int answersCount,
    double validationAccuracy,
    TestAccuracy testAccuracy,
    @Nullable Double medianAccuracy,
    double chance,
    double majority) {
  public EvaluationResult {
    encoderLearningRates = encoderLearningRates == null ? null : List.copyOf(encoderLearningRates);
    bestSteps = List.copyOf(bestSteps);
    steps = List.copyOf(steps);
  }

  /** The same, whose heads' answers are that many rows from that one on. */
  public EvaluationResult withAnswers(int row, int count) {
    return new EvaluationResult(
        encoder,
        encoders,
        head,
        factor,
        labelFraction,
        t,
        times,
        learningRate,
        encoderLearningRates,
        bestSteps,
        steps,
        convergence,
        row,
        count,
        validationAccuracy,
        testAccuracy,
        medianAccuracy,
        chance,
        majority);
  }
}
