package org.p2f.numerics.semisupervised;

import org.jspecify.annotations.Nullable;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.spec.semisupervised.SemiSupervisedSpec;

/** Which images each step sees: a function of pool, seed and step alone. */
final class Batches {
  private final SemiSupervisedSpec spec;
  private final TrainingPool pool;
  private final EndlessOrder labelled;
  private final EndlessOrder unlabelled;

  Batches(SemiSupervisedSpec spec, TrainingPool pool, RandomStreams streams) {
    this.spec = spec;
    this.pool = pool;
    this.labelled = new EndlessOrder(streams, "labelled-order", pool.labelled());
    this.unlabelled = new EndlessOrder(streams, "unlabelled-order", pool.unlabelled());
  }

  /**
   * The first images are labelled, the rest have pseudo-labels.
   *
   * @param pseudo null for a batch of labelled images alone
   */
  Batch of(long step, @Nullable PseudoLabels pseudo) {
    int size = spec.batchSize();
    int known = pseudo == null ? size : spec.labelledInBatch();
    var images = new int[size];
    var labels = new long[size];
    var weights = new float[size];
    for (int i = 0; i < known; i++) {
      int point = labelled.at(step * known + i);
      images[i] = pool.images()[point];
      labels[i] = pool.known()[point];
      weights[i] = 1;
    }
    if (pseudo != null) {
      long first = (step - spec.supervisedSteps()) * (size - known);
      for (int i = known; i < size; i++) {
        int point = unlabelled.at(first + i - known);
        images[i] = pool.images()[point];
        labels[i] = pseudo.answers()[point];
        weights[i] = (float) pseudo.weights()[point];
      }
    }
    return new Batch(images, labels, weights, known);
  }
}
