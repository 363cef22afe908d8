package org.p2f.kit.deletion;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.deletion.Deletion;
import org.p2f.kit.problem.Dependant;

/** A deletion as the API shows it. */
@Schema(description = "What was deleted together, and until when it can be restored")
record DeletionView(
    String id,
    @Schema(description = "Of what was asked for") String thingId,
    @Schema(description = "Such as dataset or training-run") String kind,
    String name,
    @Schema(description = "The caller's subject, or retention") @Nullable String deletedBy,
    Instant deletedAt,
    Instant restorableUntil,
    @Schema(description = "Absent while it can be restored") @Nullable Instant erasedAt,
    @Schema(description = "All that went together, oldest first") List<Dependant> things,
    @Schema(description = "Length of all files together") long bytes) {

  static DeletionView of(Deletion deletion) {
    return new DeletionView(
        deletion.id(),
        deletion.thingId(),
        deletion.kind(),
        deletion.name(),
        deletion.deletedBy(),
        deletion.deletedAt(),
        deletion.restorableUntil(),
        deletion.erasedAt(),
        deletion.things().stream().map(Dependant::of).toList(),
        deletion.bytes());
  }
}
