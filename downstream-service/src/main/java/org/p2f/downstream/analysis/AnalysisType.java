package org.p2f.downstream.analysis;

/** What is asked of codes, or of heads trained on them. */
public enum AnalysisType {
  /** What hiding some t from a one-pass Transformer costs: masks 0 to 4. */
  ATTENTION_MASK(HeadAnalysisPlan.class),
  /** Which t a one-pass Transformer's readout attends to. */
  ATTENTION_PROFILE(HeadAnalysisPlan.class),
  /** How far factors' attention profiles lie apart. */
  JENSEN_SHANNON(HeadAnalysisPlan.class),
  /** What the codes at each two t tell about each other. */
  MUTUAL_INFORMATION(InformationPlan.class),
  /** How far a few labels reach over a graph of similar codes. */
  LABEL_PROPAGATION(PropagationPlan.class);

  private final Class<? extends AnalysisPlan> plan;

  AnalysisType(Class<? extends AnalysisPlan> plan) {
    this.plan = plan;
  }

  /** The plans of this type. */
  public Class<? extends AnalysisPlan> plan() {
    return plan;
  }
}
