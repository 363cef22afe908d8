package org.p2f.catalog.upload;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file that is sent in parts.
 *
 * @param bytes of the whole file
 * @param metadata what the client said of it, in the client's form
 * @param sha256 lower-case hexadecimal, what the whole file has to have; null if nobody said
 * @param received bytes from its beginning that have come, 0 to {@code bytes}
 * @param artifactId the upload it has become; null until all has come
 * @param changedAt when a part last came
 * @param expiresAt when it is forgotten if no other part comes; the finished upload stays
 */
public record ResumableUpload(
    String id,
    String name,
    long bytes,
    String metadata,
    @Nullable String sha256,
    long received,
    @Nullable String artifactId,
    String project,
    Instant createdAt,
    Instant changedAt,
    Instant expiresAt) {}
