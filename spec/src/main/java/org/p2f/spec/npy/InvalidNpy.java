package org.p2f.spec.npy;

import java.io.IOException;

/** An NPY file whose head cannot be read; the message tells why, without naming the file. */
public final class InvalidNpy extends IOException {
  private static final long serialVersionUID = 1L;

  private final long offset;

  InvalidNpy(long offset, String message) {
    super(message);
    this.offset = offset;
  }

  /** Byte of the file at which the fault was found. */
  public long offset() {
    return offset;
  }
}
