package org.p2f.catalog.artifact;

/** What an artifact holds; {@link #prefix()} starts the ids of its kind. */
public enum ArtifactKind {
  UPLOAD("upl"),
  DATASET("ds"),
  CHECKPOINT("ckp"),
  MODEL("mdl"),
  TRAJECTORIES("trj"),
  EVALUATION("evl"),
  ANALYSIS("ana"),
  REPORT("rep"),
  SAMPLES("smp"),
  LIKELIHOODS("lik"),
  FEATURES("fea"),
  QUALITY("qua"),
  CLASSIFIER("cls");

  private final String prefix;

  ArtifactKind(String prefix) {
    this.prefix = prefix;
  }

  public String prefix() {
    return prefix;
  }
}
