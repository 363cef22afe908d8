package org.p2f.training.semisupervised;

import java.util.List;

/**
 * What a classifier is; the attributes of its artifact.
 *
 * @param runId the job that trained it
 * @param labels number of labelled images
 * @param unlabelled number of training images without a label
 * @param testImages number of test images
 * @param rounds the training on labelled images, and the rounds
 */
public record ClassifierDescription(
    String runId,
    SemiSupervisedPlan plan,
    int labels,
    int unlabelled,
    int testImages,
    List<SemiSupervisedRound> rounds) {
  /**
   * The encoder's tensors as a model names them, {@code classifier.weight} and {@code
   * classifier.bias}.
   */
  public static final String WEIGHTS = "classifier.safetensors";

  /** A line for each round. */
  public static final String ROUNDS = "rounds.csv";

  /** A line for each training image: the label with which the last round began. */
  public static final String PSEUDO_LABELS = "pseudo-labels.csv";

  public ClassifierDescription {
    rounds = List.copyOf(rounds);
  }
}
