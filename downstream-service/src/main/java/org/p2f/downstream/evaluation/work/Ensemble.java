package org.p2f.downstream.evaluation.work;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.p2f.downstream.head.HeadKind;
import org.p2f.numerics.head.Accuracy;
import org.p2f.numerics.head.RightAnswers;

/**
 * MLPs that answer together.
 *
 * @param time that they read, as an index; null if together they read all
 * @param learningRates of each encoder's; none where the MLPs of each time have theirs
 * @param validationAccuracy of the MLPs of all times together, mean over encoders and seeds; of
 *     those of all encoders, whose seeds alone share validation images, each by itself
 * @param right which test images each gets right: for each encoder, and once if all encoders'
 *     answer together, one for each seed
 */
record Ensemble(
    HeadKind head,
    @Nullable Integer time,
    List<Double> learningRates,
    double validationAccuracy,
    List<List<RightAnswers>> right) {

  Ensemble {
    learningRates = List.copyOf(learningRates);
    right = right.stream().map(List::copyOf).toList();
  }

  Accuracy test() {
    return Accuracy.ofSeeds(units(), right.getFirst().getFirst().images());
  }

  /** Accuracies of encoders, or of seeds if there is one encoder or all answer together. */
  List<Double> units() {
    return right.size() == 1 ? seeds() : right.stream().map(Ensemble::mean).toList();
  }

  /** Accuracies of the heads' seeds, means over encoders. */
  List<Double> seeds() {
    return IntStream.range(0, right.getFirst().size())
        .mapToObj(seed -> mean(right.stream().map(encoder -> encoder.get(seed)).toList()))
        .toList();
  }

  List<RightAnswers> all() {
    return right.stream().flatMap(List::stream).toList();
  }

  private static double mean(List<RightAnswers> heads) {
    return heads.stream().mapToDouble(RightAnswers::accuracy).average().orElseThrow();
  }
}
