package org.p2f.local.platform;

import org.jspecify.annotations.Nullable;

/**
 * Something the user can mend; the message says what is wrong and what to do, in full sentences.
 */
public final class LocalFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LocalFailure(String message) {
    this(message, null);
  }

  public LocalFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** The sentences. */
  public String explanation() {
    return String.valueOf(getMessage());
  }
}
