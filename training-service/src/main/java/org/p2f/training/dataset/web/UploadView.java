package org.p2f.training.dataset.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.p2f.catalog.artifact.Artifact;

/** A file as its owner sent it. */
@Schema(description = "A file as it was sent")
record UploadView(
    String id,
    @Schema(description = "As its owner knows it") String name,
    long bytes,
    @Schema(description = "Lower-case hexadecimal SHA-256 of the content") String sha256,
    Instant createdAt) {

  static UploadView of(Artifact upload) {
    return new UploadView(
        upload.id(),
        upload.name(),
        upload.bytes(),
        upload.file(Artifact.CONTENT).sha256(),
        upload.createdAt());
  }
}
