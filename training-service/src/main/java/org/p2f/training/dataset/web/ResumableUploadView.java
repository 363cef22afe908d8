package org.p2f.training.dataset.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.upload.ResumableUpload;

/** A file that is sent in parts, as the API shows it. */
@Schema(description = "A file that is sent in parts")
record ResumableUploadView(
    String id,
    @Schema(description = "As its owner knows it") String name,
    @Schema(description = "Bytes of the whole file") long bytes,
    @Schema(description = "As it was said in Upload-Metadata, for clients to find a file again")
        String metadata,
    @Schema(description = "What the SHA-256 of the whole file has to be; absent if nobody said")
        @Nullable String sha256,
    @Schema(description = "Bytes from its beginning that have come; the next part begins there")
        long received,
    @Schema(description = "The upload that it has become; absent until all has come")
        @Nullable String uploadId,
    Instant createdAt,
    @Schema(description = "It is forgotten then, unless another part comes; its upload stays")
        Instant expiresAt) {

  static ResumableUploadView of(ResumableUpload upload) {
    return new ResumableUploadView(
        upload.id(),
        upload.name(),
        upload.bytes(),
        upload.metadata(),
        upload.sha256(),
        upload.received(),
        upload.artifactId(),
        upload.createdAt(),
        upload.expiresAt());
  }
}
