package org.p2f.downstream.compute;

/** Ends the training of heads whose job is to stop; the catalog knows why. */
final class Stopped extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Stopped() {
    super("stopped", null, false, false);
  }
}
