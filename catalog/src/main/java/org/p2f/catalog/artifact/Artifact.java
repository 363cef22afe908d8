package org.p2f.catalog.artifact;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An immutable result, as recorded in the catalog.
 *
 * @param id opaque, starts with its kind's prefix
 * @param name what its maker called it; not unique
 * @param digest lower-case hexadecimal SHA-256 over kind, attributes and the files' names and
 *     digests
 * @param attributes JSON object describing the content (shapes, factors, statistics, …); owned by
 *     the maker
 * @param provenance JSON object: how it was made (code version, plan, seed, JDK, engine, device)
 * @param jobId the job that made it; null for uploads
 * @param parents ids of the artifacts it was made from
 * @param owner the subject of who asked for it; null for the platform's own
 * @param project that it is in
 * @param deletionId what deleted it; null while it is there
 */
public record Artifact(
    String id,
    ArtifactKind kind,
    String name,
    String digest,
    List<ArtifactFile> files,
    JsonNode attributes,
    JsonNode provenance,
    @Nullable String jobId,
    List<String> parents,
    @Nullable String owner,
    String project,
    Instant createdAt,
    @Nullable String deletionId) {
  /** The one file of an upload. */
  public static final String CONTENT = "content";

  /** Total size of all files in bytes. */
  public long bytes() {
    return files.stream().mapToLong(ArtifactFile::bytes).sum();
  }

  /**
   * @throws IllegalArgumentException if the artifact has no file of that name
   */
  public ArtifactFile file(String fileName) {
    return files.stream()
        .filter(f -> f.name().equals(fileName))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Artifact %s has no file '%s'".formatted(id, fileName)));
  }
}
