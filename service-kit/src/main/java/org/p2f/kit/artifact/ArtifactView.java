package org.p2f.kit.artifact;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactKind;
import tools.jackson.databind.JsonNode;

/** An artifact as the API shows it. */
@Schema(description = "An immutable result, with how it was made")
record ArtifactView(
    String id,
    ArtifactKind kind,
    @Schema(description = "As its maker called it; not unique") String name,
    @Schema(description = "SHA-256 over content and description") String digest,
    @Schema(description = "Length of all files together") long bytes,
    List<FileView> files,
    @Schema(description = "What it holds") JsonNode attributes,
    @Schema(description = "How it was made") JsonNode provenance,
    @Schema(description = "The job that made it; absent for uploads") @Nullable String jobId,
    @Schema(description = "Ids of what it was made from") List<String> parents,
    @Schema(description = "Who asked for it; absent for the platform's own") @Nullable String owner,
    String project,
    Instant createdAt,
    @Schema(description = "The deletion that it went with; only lineages show such ones")
        @Nullable String deletionId) {

  /** One file of an artifact. */
  @Schema(name = "ArtifactFileView")
  public record FileView(String name, String mediaType, long bytes, String sha256) {}

  public static ArtifactView of(Artifact artifact) {
    return new ArtifactView(
        artifact.id(),
        artifact.kind(),
        artifact.name(),
        artifact.digest(),
        artifact.bytes(),
        artifact.files().stream()
            .map(f -> new FileView(f.name(), f.mediaType(), f.bytes(), f.sha256()))
            .toList(),
        artifact.attributes(),
        artifact.provenance(),
        artifact.jobId(),
        artifact.parents(),
        artifact.owner(),
        artifact.project(),
        artifact.createdAt(),
        artifact.deletionId());
  }
}
