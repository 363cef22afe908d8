package org.p2f.catalog.deletion;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was deleted together.
 *
 * @param thingId what was asked for
 * @param kind its kind
 * @param name its name
 * @param deletedBy the caller's subject; null if unknown
 * @param things all that went with it, itself included; empty once it is erased
 * @param bytes of their files
 * @param project that what was asked for is in
 * @param erasedAt null while it can be restored
 */
public record Deletion(
    String id,
    String thingId,
    String kind,
    String name,
    @Nullable String deletedBy,
    Instant deletedAt,
    Instant restorableUntil,
    @Nullable Instant erasedAt,
    List<Thing> things,
    long bytes,
    String project) {}
