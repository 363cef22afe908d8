package org.p2f.kit.job;

import org.jspecify.annotations.Nullable;
import org.p2f.kit.problem.Refused;

/** The header with which a caller makes repeating a POST safe. */
public final class IdempotencyKey {
  public static final String HEADER = "Idempotency-Key";

  /** For the parameter's documentation. */
  public static final String DESCRIPTION =
      "The same key and body give the same answer, however often they are sent";

  private static final int MAX_LENGTH = 255;

  private IdempotencyKey() {}

  /**
   * The key, if it is one.
   *
   * @param header as sent; null if it was not
   * @throws Refused if it is empty, longer than 255 or not printable ASCII
   */
  public static @Nullable String checked(@Nullable String header) {
    if (header != null
        && (header.isBlank()
            || header.length() > MAX_LENGTH
            || !header.chars().allMatch(c -> c >= ' ' && c <= '~'))) {
      throw Refused.field(HEADER, "must be 1 to %d printable ASCII letters".formatted(MAX_LENGTH));
    }
    return header;
  }
}
