package org.p2f.catalog.job;

import org.jspecify.annotations.Nullable;

/**
 * Ends a job as FAILED with a reason; thrown by a {@link JobHandler}. Anything else it throws is a
 * DEFECT.
 */
public final class JobFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final String NOT_FINITE = "not-finite";

  private final String code;
  private final Blame blame;

  /**
   * @param code stable and machine-readable, such as {@code truncated-file}
   * @param detail one sentence naming the thing (file, offset, field) and the cause
   */
  public JobFailure(String code, Blame blame, String detail) {
    this(code, blame, detail, null);
  }

  public JobFailure(String code, Blame blame, String detail, @Nullable Throwable cause) {
    super(detail, cause);
    this.code = code;
    this.blame = blame;
  }

  /**
   * A result with values that are not finite, which is no result.
   *
   * @param cause whose message says of what
   * @param remedy what may help
   */
  public static JobFailure notFinite(ArithmeticException cause, String remedy) {
    return new JobFailure(
        NOT_FINITE,
        Blame.USER,
        "%s; %s (https://p2f.org/problems/%s)".formatted(cause.getMessage(), remedy, NOT_FINITE),
        cause);
  }

  public String code() {
    return code;
  }

  public Blame blame() {
    return blame;
  }

  public String detail() {
    return String.valueOf(getMessage());
  }
}
