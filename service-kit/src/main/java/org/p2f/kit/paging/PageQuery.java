package org.p2f.kit.paging;

import org.jspecify.annotations.Nullable;
import org.p2f.kit.query.ReadsParameters;

/**
 * Which page of a list is asked for. A controller method takes it as a parameter and gets it from
 * {@code limit} and {@code cursor} of the query, checked; the API document shows both.
 *
 * @param limit 1 to {@value #MAX_LIMIT}
 * @param cursor null for the first page
 */
@ReadsParameters({"limit", "cursor"})
public record PageQuery(int limit, @Nullable String cursor) {
  public static final int MAX_LIMIT = 500;
  public static final int DEFAULT_LIMIT = 50;

  public PageQuery {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("Need a limit of 1 to %d".formatted(MAX_LIMIT));
    }
  }
}
