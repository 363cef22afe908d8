package org.p2f.catalog;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a keyset-paged list, newest first. Cursors name a position (creation time and id), so
 * all lists of one kind accept each other's cursors.
 *
 * @param nextCursor null on the last page
 */
public record Page<T>(List<T> items, @Nullable String nextCursor) {

  /**
   * The first of some rows.
   *
   * @param rows up to one more than {@code limit}, which tells whether a page follows
   * @param cursor of the place behind a row
   */
  public static <T> Page<T> of(List<T> rows, int limit, Function<? super T, String> cursor) {
    return rows.size() <= limit
        ? new Page<>(rows, null)
        : new Page<>(rows.subList(0, limit), cursor.apply(rows.get(limit - 1)));
  }

  public <R> Page<R> map(Function<? super T, ? extends R> mapper) {
    return new Page<>(items.stream().<R>map(mapper).toList(), nextCursor);
  }
}
