package org.p2f.training;

/** The kinds of jobs that this service does. */
public final class JobKinds {
  public static final String DATASET_IMPORT = "dataset-import";
  public static final String MODEL_IMPORT = "model-import";
  public static final String MODEL_AVERAGE = "model-average";
  public static final String TRAINING = "training";
  public static final String SAMPLING = "sampling";
  public static final String LIKELIHOOD = "likelihood";
  public static final String QUALITY = "sample-evaluation";
  public static final String SEMI_SUPERVISED = "semi-supervised";

  private JobKinds() {}
}
