package org.p2f.catalog.storage;

import java.util.regex.Pattern;

/** Addresses of objects. */
final class Sha256 {
  private static final Pattern PATTERN = Pattern.compile("[0-9a-f]{64}");

  private Sha256() {}

  static boolean is(String text) {
    return PATTERN.matcher(text).matches();
  }

  /**
   * @throws IllegalArgumentException if it is no SHA-256 in lower-case hexadecimal digits
   */
  static void require(String text) {
    if (!is(text)) {
      throw new IllegalArgumentException("Not a SHA-256: '%s'".formatted(text));
    }
  }
}
