package org.p2f.representation.encoding;

/** Pictures are not encoded, and it is nobody's defect. */
public final class EncodingRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient EncodingRefusal refusal;

  public EncodingRefused(EncodingRefusal refusal) {
    super(refusal.toString(), null, false, false); // an answer: nobody reads its stack
    this.refusal = refusal;
  }

  public EncodingRefusal refusal() {
    return refusal;
  }
}
