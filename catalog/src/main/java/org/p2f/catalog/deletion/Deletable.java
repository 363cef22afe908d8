package org.p2f.catalog.deletion;

/** Which things one route deletes. */
public enum Deletable {
  UPLOAD("artifact", "upload"),
  DATASET("artifact", "dataset"),
  MODEL("artifact", "model"),
  TRAJECTORIES("artifact", "trajectories"),
  EVALUATION("artifact", "evaluation"),
  ANALYSIS("artifact", "analysis"),
  TRAINING_RUN("job", "training-run"),
  SAMPLING_RUN("job", "sampling-run"),
  LIKELIHOODS("job", "likelihoods"),
  SAMPLE_EVALUATION("job", "sample-evaluation"),
  SEMI_SUPERVISED_RUN("job", "semi-supervised-run"),
  STUDY("study", "study"),
  TRAINING_SWEEP("training_sweep", "training-sweep"),
  /** Of any kind. */
  ARTIFACT("artifact", ""),
  /** Of any kind. */
  JOB("job", "");

  private final String source;
  private final String kind;

  Deletable(String source, String kind) {
    this.source = source;
    this.kind = kind;
  }

  boolean holds(Thing thing) {
    return thing.source().equals(source) && (kind.isEmpty() || thing.kind().equals(kind));
  }
}
