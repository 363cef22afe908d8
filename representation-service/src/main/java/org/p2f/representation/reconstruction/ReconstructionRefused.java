package org.p2f.representation.reconstruction;

/** Images are not made, and it is nobody's defect. */
public final class ReconstructionRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ReconstructionRefusal refusal;

  public ReconstructionRefused(ReconstructionRefusal refusal) {
    super(refusal.toString(), null, false, false); // an answer: nobody reads its stack
    this.refusal = refusal;
  }

  public ReconstructionRefusal refusal() {
    return refusal;
  }
}
