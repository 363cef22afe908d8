package org.p2f.representation.encoding.web;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2f.representation.encoding.Times;
import org.p2f.representation.model.web.InvalidFields;

/** Reads times from the fields {@code t} and {@code grid}, of which exactly one is there. */
public final class TimesReader {
  private TimesReader() {}

  /** Empty if something is wrong, which then is among the invalid fields. */
  public static Optional<Times> read(
      @Nullable List<Double> t, @Nullable Integer grid, int limit, InvalidFields invalid) {
    if (t != null && grid != null) {
      invalid.add("grid", "must not be given together with t");
    } else if (t != null) {
      return list(t, limit, invalid);
    } else if (grid != null) {
      return grid(grid, limit, invalid);
    } else {
      invalid.add("t", "is required, or grid in its place");
    }
    return Optional.empty();
  }

  private static Optional<Times> list(List<Double> t, int limit, InvalidFields invalid) {
    if (t.isEmpty() || t.size() > limit) {
      invalid.add("t", "must have 1 to %d times, has %d".formatted(limit, t.size()));
      return Optional.empty();
    }
    boolean valid = true;
    for (int i = 0; i < t.size(); i++) {
      if (!Times.isTime(t.get(i))) {
        invalid.add("t[%d]".formatted(i), "must be in [0, 1], is " + t.get(i));
        valid = false;
      }
    }
    return valid ? Optional.of(new Times(t)) : Optional.empty();
  }

  private static Optional<Times> grid(int grid, int limit, InvalidFields invalid) {
    if (grid < 1 || grid > limit - 1) {
      invalid.add("grid", "must be 1 to %d, is %d".formatted(limit - 1, grid));
      return Optional.empty();
    }
    return Optional.of(Times.grid(grid));
  }
}
