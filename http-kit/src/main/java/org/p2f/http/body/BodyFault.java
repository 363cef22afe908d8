package org.p2f.http.body;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletRequest;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.coyote.BadRequestException;

/**
 * A request body that did not come whole, which is the sender's fault and never the server's. It
 * has no cause: frameworks take a broken connection among the causes for a reason to say nothing.
 */
public final class BodyFault extends IOException {
  private static final long serialVersionUID = 1L;
  private static final int DEEPEST = 20;

  private final Kind kind;

  /** What went wrong, with the problem and the status that tell of it. */
  public enum Kind {
    /** The connection ended, or the framing broke, before the body's end. */
    CUT_SHORT("body-cut-short", 400),
    /** The sender fell silent before the body's end. */
    STALLED("body-stalled", 408);

    private final String problem;
    private final int status;

    Kind(String problem, int status) {
      this.problem = problem;
      this.status = status;
    }
  }

  private BodyFault(Kind kind, String detail) {
    super(detail);
    this.kind = kind;
  }

  /** Last part of the problem's type. */
  public String problem() {
    return kind.problem;
  }

  /** 400 or 408. */
  public int status() {
    return kind.status;
  }

  /** One sentence for the sender. */
  public String detail() {
    return String.valueOf(getMessage());
  }

  /** The fault among a throwable and its causes. */
  public static Optional<BodyFault> within(Throwable thrown) {
    return causes(thrown)
        .filter(BodyFault.class::isInstance)
        .map(BodyFault.class::cast)
        .findFirst();
  }

  /** Where an error page is asked for: the fault that led to it. */
  public static Optional<BodyFault> of(ServletRequest request) {
    return request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable thrown
        ? within(thrown)
        : Optional.empty();
  }

  /**
   * @param came bytes of the body before its end
   * @param announced by {@code Content-Length}; negative if it was not
   */
  static BodyFault endedEarly(long came, long announced) {
    return new BodyFault(
        Kind.CUT_SHORT,
        announced < 0
            ? "The body ended after %d bytes, before its last chunk".formatted(came)
            : "The body ended after %d of %d bytes".formatted(came, announced));
  }

  /**
   * What a failed read of the body means.
   *
   * @param came bytes of the body before; negative if nobody counted
   */
  static BodyFault of(IOException failed, long came, long announced) {
    String after = came < 0 ? "" : " after %d bytes".formatted(came);
    if (causes(failed).anyMatch(SocketTimeoutException.class::isInstance)) {
      return new BodyFault(Kind.STALLED, "Nothing more of the body came in time" + after);
    } else if (announced < 0 && causes(failed).anyMatch(BadRequestException.class::isInstance)) {
      return new BodyFault(Kind.CUT_SHORT, "The body's chunks are malformed or cut short" + after);
    }
    return came < 0
        ? new BodyFault(Kind.CUT_SHORT, "The body ended too early")
        : endedEarly(came, announced);
  }

  private static Stream<Throwable> causes(Throwable thrown) {
    return Stream.<Throwable>iterate(thrown, t -> t != null, Throwable::getCause).limit(DEEPEST);
  }
}
