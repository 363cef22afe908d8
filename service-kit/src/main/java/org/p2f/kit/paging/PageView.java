package org.p2f.kit.paging;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.Page;

/**
 * One page of a list, newest first. The API document calls a page of {@code ThingView} a {@code
 * ThingPage}.
 *
 * @param nextCursor null on the last page
 */
public record PageView<T>(List<T> items, @Nullable String nextCursor) {

  public static <E, T> PageView<T> of(Page<E> page, Function<? super E, ? extends T> view) {
    Page<T> viewed = page.map(view);
    return new PageView<>(viewed.items(), viewed.nextCursor());
  }
}
