package org.p2f.spec.npy;

import java.io.IOException;

/** An NPY file whose head cannot be read. */
public final class InvalidNpy extends IOException {
  private static final long serialVersionUID = 1L;

  private final long offset;
  private final String cause;

  InvalidNpy(long offset, String cause) {
    super("At byte %d: %s".formatted(offset, cause));
    this.offset = offset;
    this.cause = cause;
  }

  /** What is wrong, without file and byte; goes on after the file's name. */
  public String reason() {
    return cause;
  }

  /** Byte of the file at which the fault was found. */
  public long offset() {
    return offset;
  }
}
