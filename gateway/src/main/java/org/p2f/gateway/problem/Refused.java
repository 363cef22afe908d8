package org.p2f.gateway.problem;

/**
 * Carries a {@link Refusal} to where it becomes an answer. Never with a cause: the framework takes
 * a broken connection among an exception's causes for the caller's, and would answer 200 and
 * nothing.
 */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  public Refused(Refusal refusal) {
    super(refusal.toString());
    this.refusal = refusal;
  }

  Refusal refusal() {
    return refusal;
  }
}
