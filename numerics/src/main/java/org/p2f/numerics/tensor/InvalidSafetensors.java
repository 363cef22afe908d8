package org.p2f.numerics.tensor;

import java.io.IOException;
import java.nio.file.Path;

/** A file that is not a well-formed safetensors file; the message names file, byte and cause. */
public final class InvalidSafetensors extends IOException {
  private static final long serialVersionUID = 1L;

  private final long offset;
  private final String cause;

  InvalidSafetensors(Path file, long offset, String cause) {
    super("%s: at byte %d: %s".formatted(file.getFileName(), offset, cause));
    this.offset = offset;
    this.cause = cause;
  }

  /** What is wrong, without file and byte. */
  public String reason() {
    return cause;
  }

  /** Byte of the file at which the fault was found. */
  public long offset() {
    return offset;
  }
}
