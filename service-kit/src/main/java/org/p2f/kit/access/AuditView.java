package org.p2f.kit.access;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.audit.AuditEntry;

/** An entry of the audit log as the API shows it. */
@Schema(description = "A request that changed something, or was not allowed to")
record AuditView(
    Instant at,
    @Schema(description = "The service that answered") String service,
    @Schema(description = "Of the token; absent if none held") @Nullable String subject,
    @Schema(description = "In whose name a service called") @Nullable String actingFor,
    @Nullable String project,
    String method,
    @Schema(description = "Without its query") String path,
    int status,
    @Schema(description = "Of the client, as the gateway saw it") @Nullable String address,
    @Nullable String correlationId) {

  static AuditView of(AuditEntry entry) {
    return new AuditView(
        entry.at(),
        entry.service(),
        entry.subject(),
        entry.actingFor(),
        entry.project(),
        entry.method(),
        entry.path(),
        entry.status(),
        entry.address(),
        entry.correlationId());
  }
}
