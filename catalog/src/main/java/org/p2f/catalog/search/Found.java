package org.p2f.catalog.search;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that a search found.
 *
 * @param kind as users know it, such as {@code dataset} or {@code training-run}
 * @param name not unique
 * @param alias the name of a model by which it was found; null if it was another
 * @param project that it is in
 */
public record Found(
    String id,
    String kind,
    String name,
    @Nullable String alias,
    String project,
    Instant createdAt) {}
