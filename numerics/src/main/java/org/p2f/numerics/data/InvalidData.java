package org.p2f.numerics.data;

import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The given data are not what they should be: their owner's fault, not this machine's. The message
 * names file, byte (where there is one) and cause.
 */
public final class InvalidData extends IOException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final @Nullable Long offset;
  private final String reason;

  /**
   * @param offset byte of the unpacked file at which the fault lies
   */
  public InvalidData(String file, long offset, String reason) {
    super("%s: at byte %d: %s".formatted(file, offset, reason));
    this.file = file;
    this.offset = offset;
    this.reason = reason;
  }

  /** A fault of a file as a whole. */
  public InvalidData(String file, String reason) {
    super("%s: %s".formatted(file, reason));
    this.file = file;
    this.offset = null;
    this.reason = reason;
  }

  public String file() {
    return file;
  }

  public OptionalLong offset() {
    return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
  }

  public String reason() {
    return reason;
  }
}
