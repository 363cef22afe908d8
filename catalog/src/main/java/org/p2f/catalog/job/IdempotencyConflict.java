package org.p2f.catalog.job;

/** An idempotency key that was used before: with another body, or by a request still in flight. */
public final class IdempotencyConflict extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What the earlier use was. */
  public enum Kind {
    OTHER_BODY,
    IN_FLIGHT
  }

  private final Kind kind;

  public IdempotencyConflict(String key, Kind kind) {
    super(
        kind == Kind.OTHER_BODY
            ? "Idempotency-Key '%s' was used before with another body".formatted(key)
            : "A request with Idempotency-Key '%s' is in flight".formatted(key));
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
