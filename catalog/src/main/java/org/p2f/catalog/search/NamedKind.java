package org.p2f.catalog.search;

/** What can be called by its name where it is unlike others of its kind. */
public enum NamedKind {
  UPLOAD("artifact", "upload", "upload"),
  DATASET("artifact", "dataset", "data set"),
  CHECKPOINT("artifact", "checkpoint", "checkpoint"),
  MODEL("artifact", "model", "model"),
  TRAJECTORIES("artifact", "trajectories", "trajectories"),
  EVALUATION("artifact", "evaluation", "evaluation"),
  ANALYSIS("artifact", "analysis", "analysis"),
  SAMPLES("artifact", "samples", "samples"),
  TRAINING_RUN("job", "training-run", "training run"),
  TRAINING_SWEEP("training_sweep", "training-sweep", "training sweep"),
  SAMPLING_RUN("job", "sampling-run", "sampling run"),
  LIKELIHOODS("job", "likelihoods", "likelihoods"),
  SAMPLE_EVALUATION("job", "sample-evaluation", "evaluation of samples"),
  SEMI_SUPERVISED_RUN("job", "semi-supervised-run", "semi-supervised run"),
  STUDY("study", "study", "study");

  private final String source;
  private final String kind;
  private final String word;

  NamedKind(String source, String kind, String word) {
    this.source = source;
    this.kind = kind;
    this.word = word;
  }

  /** Column {@code source} of the view {@code thing}. */
  String source() {
    return source;
  }

  /** Column {@code kind} of the view {@code thing}. */
  String kind() {
    return kind;
  }

  /** What people call it. */
  public String word() {
    return word;
  }
}
