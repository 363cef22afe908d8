package org.p2f.kit.artifact;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Part of a file.
 *
 * @param start first byte
 * @param end first byte after it
 */
record ByteRange(long start, long end) {
  private static final Pattern ONE =
      Pattern.compile(
          "bytes=\\s*(?:(?<first>\\d{1,18})-(?<last>\\d{1,18})?|-(?<suffix>\\d{1,18}))\\s*");

  long length() {
    return end - start;
  }

  boolean isPart(long bytes) {
    return start > 0 || end < bytes;
  }

  /**
   * Source: RFC 9110, 14.1 and 14.2. A header that is not one range of bytes is ignored, as the RFC
   * allows; that includes lists of ranges.
   *
   * @return the whole file if the header is to be ignored; empty if the range lies outside
   */
  static Optional<ByteRange> parse(String header, long bytes) {
    Matcher one = ONE.matcher(header);
    if (!one.matches()) {
      return Optional.of(new ByteRange(0, bytes));
    }
    if (one.group("suffix") != null) {
      long suffix = Long.parseLong(one.group("suffix"));
      return suffix == 0 || bytes == 0
          ? Optional.empty()
          : Optional.of(new ByteRange(Math.max(0, bytes - suffix), bytes));
    }
    long first = Long.parseLong(one.group("first"));
    long last = one.group("last") == null ? bytes - 1 : Long.parseLong(one.group("last"));
    if (one.group("last") != null && last < first) {
      return Optional.of(new ByteRange(0, bytes)); // not a range at all
    }
    return first >= bytes
        ? Optional.empty()
        : Optional.of(new ByteRange(first, Math.min(last + 1, bytes)));
  }
}
