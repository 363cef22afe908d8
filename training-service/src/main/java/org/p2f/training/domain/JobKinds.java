package org.p2f.training.domain;

/** The kinds of jobs that this service does. */
public final class JobKinds {
  public static final String DATASET_IMPORT = "dataset-import";
  public static final String TRAINING = "training";

  private JobKinds() {}
}
