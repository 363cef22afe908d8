package org.p2f.catalog.upload;

/** Thrown when a part does not begin where what has come ends. */
public final class OffsetMismatch extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long received;

  OffsetMismatch(long offset, long received) {
    super("The part begins at byte %d, but %d bytes have come".formatted(offset, received));
    this.received = received;
  }

  /** How many bytes have come. */
  public long received() {
    return received;
  }
}
