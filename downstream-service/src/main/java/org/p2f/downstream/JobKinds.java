package org.p2f.downstream;

/** The kinds of jobs that this service does. */
public final class JobKinds {
  public static final String EVALUATION = "evaluation";
  public static final String ANALYSIS = "analysis";
  public static final String STUDY_REPORT = "study-report";

  private JobKinds() {}
}
