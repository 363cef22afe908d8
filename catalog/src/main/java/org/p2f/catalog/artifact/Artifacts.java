package org.p2f.catalog.artifact;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.Page;

/**
 * The recorded artifacts that the current caller may see, without those that are deleted. Readable
 * by every service; written only through jobs and uploads.
 */
public interface Artifacts {

  Optional<Artifact> find(String id);

  /** As {@link #find}, but also if it is deleted; it has no files any more once it is erased. */
  Optional<Artifact> findRecorded(String id);

  /** As {@link #find}, but only if it has that kind. */
  default Optional<Artifact> find(String id, ArtifactKind kind) {
    return find(id).filter(a -> a.kind() == kind);
  }

  /**
   * Newest first.
   *
   * @param kind null for all kinds
   * @param cursor {@link Page#nextCursor()} of the page before; null for the first
   * @param limit 1 to 500
   * @throws org.p2f.catalog.InvalidCursor if the cursor was not made by this catalog
   */
  Page<Artifact> list(@Nullable ArtifactKind kind, @Nullable String cursor, int limit);

  /** The artifacts made from this one, oldest first. */
  List<Artifact> children(String id);

  /** The artifacts this job recorded, oldest first. */
  List<Artifact> ofJob(String jobId);

  /**
   * A readable local file with the content of that file; read or memory-map it, never write it. A
   * job may open it again until its attempt ends, others open or map it within ten minutes.
   *
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  Path open(Artifact artifact, String fileName);

  /**
   * An address from which anybody can download the file for some minutes; empty where files are to
   * be sent by the service.
   */
  Optional<URI> address(Artifact artifact, String fileName);

  /**
   * Starts an artifact outside a job (uploads). Files are written into the draft; nothing is
   * visible until {@link #record}.
   */
  ArtifactDraft draft(ArtifactKind kind);

  /** Fsyncs, renames into the store and records the draft in one transaction; closes the draft. */
  Artifact record(ArtifactDraft draft);
}
