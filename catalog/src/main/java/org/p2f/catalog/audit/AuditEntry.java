package org.p2f.catalog.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One request that changed something, or was not allowed to.
 *
 * @param id rises with time
 * @param service that answered
 * @param subject of the token; null if there was none that holds
 * @param actingFor the subject in whose name a service called; null where none did
 * @param project of the caller; null if unknown
 * @param path without its query
 * @param status of the answer
 * @param address of the client, as the gateway saw it; null if unknown
 */
public record AuditEntry(
    long id,
    Instant at,
    String service,
    @Nullable String subject,
    @Nullable String actingFor,
    @Nullable String project,
    String method,
    String path,
    int status,
    @Nullable String address,
    @Nullable String correlationId) {}
