package org.p2f.numerics.semisupervised;

import org.jspecify.annotations.Nullable;
import org.p2f.numerics.semisupervised.RoundResult.Scores;

/** A classifier in training, and what it makes of the pool's images as it is. */
final class Learner implements AutoCloseable {
  private static final double NANOS = 1e9;

  private final Classifier classifier;
  private final ClassifierState state;
  private final TrainingPool pool;
  private @Nullable Outputs ofPool;

  Learner(Classifier classifier, ClassifierState state, TrainingPool pool) {
    this.classifier = classifier;
    this.state = state;
    this.pool = pool;
  }

  ClassifierState state() {
    return state;
  }

  /** Gives each step its batch. */
  @FunctionalInterface
  interface Feed {
    Batch of(long step);
  }

  /**
   * Trains from a step to another, exclusive.
   *
   * @param beforeStep may end it by throwing
   * @return seconds
   */
  double train(long from, long to, Feed feed, Runnable beforeStep) {
    long begun = System.nanoTime();
    ofPool = null;
    for (long step = from; step < to; step++) {
      beforeStep.run();
      classifier.step(state, step, feed.of(step));
    }
    return (System.nanoTime() - begun) / NANOS;
  }

  Outputs ofPool(Runnable eachBatch) {
    var known = ofPool;
    if (known == null) {
      known = classifier.outputs(state, pool.images(), eachBatch);
      ofPool = known;
    }
    return known;
  }

  /**
   * @param test numbers of the test images
   * @param truth class of each
   */
  Scores scores(int[] test, int[] truth, double seconds, Runnable eachBatch) {
    return new Scores(
        classifier.outputs(state, test, eachBatch).accuracy(truth),
        pool.accuracyOfUnlabelled(ofPool(eachBatch).answers()),
        seconds);
  }

  @Override
  public void close() {
    state.close();
  }
}
