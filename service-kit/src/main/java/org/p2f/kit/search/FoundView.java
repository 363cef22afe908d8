package org.p2f.kit.search;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.search.Found;

/** Something found, as the API shows it. */
@Schema(description = "Something whose name, alias or id was searched for")
record FoundView(
    String id,
    @Schema(description = "Such as dataset or training-run") String kind,
    String name,
    @Schema(description = "By which it was found, if it was by one") @Nullable String alias,
    String project,
    Instant createdAt) {

  static FoundView of(Found found) {
    return new FoundView(
        found.id(), found.kind(), found.name(), found.alias(), found.project(), found.createdAt());
  }
}
