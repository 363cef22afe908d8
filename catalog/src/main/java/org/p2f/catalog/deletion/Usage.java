package org.p2f.catalog.deletion;

import java.time.Instant;
import java.util.List;

/**
 * What takes room of what the caller may see.
 *
 * @param usedBytes of all recorded files, each counted once, restorable ones included
 * @param restorableBytes of files that only what is deleted has
 * @param kinds of artifacts, the largest first
 * @param largest ten artifacts
 * @param free the ten largest artifacts that nothing needs
 */
public record Usage(
    long usedBytes,
    long restorableBytes,
    List<OfKind> kinds,
    List<OfArtifact> largest,
    List<OfArtifact> free) {

  /**
   * All artifacts of one kind.
   *
   * @param bytes of their files; files that several have are counted for each
   * @param freeBytes of those that nothing needs
   */
  public record OfKind(String kind, long number, long bytes, long freeBytes) {}

  /** One artifact. */
  public record OfArtifact(String id, String kind, String name, long bytes, Instant createdAt) {}
}
