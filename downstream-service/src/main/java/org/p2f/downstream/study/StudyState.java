package org.p2f.downstream.study;

/** Where a study or one of its steps stands. */
public enum StudyState {
  /** A step whose turn has not come. */
  WAITING,
  RUNNING,
  SUCCEEDED,
  FAILED,
  CANCELLED;

  /** Whether nothing more happens unless somebody asks. */
  public boolean isFinal() {
    return this == SUCCEEDED || this == FAILED || this == CANCELLED;
  }
}
