package org.p2f.catalog.artifact;

import jakarta.persistence.EntityManager;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.Page;
import org.p2f.catalog.access.Callers;
import org.p2f.catalog.persistence.Identifier;
import org.p2f.catalog.persistence.Keyset;
import org.p2f.catalog.storage.ObjectStore;
import org.springframework.transaction.support.TransactionTemplate;

/** The artifacts in the database, their content in the object store. */
class RecordedArtifacts implements Artifacts {
  private final EntityManager entities;
  private final ArtifactRows rows;
  private final ArtifactRecords records;
  private final ObjectStore store;
  private final TransactionTemplate transaction;

  RecordedArtifacts(
      EntityManager entities,
      ArtifactRows rows,
      ArtifactRecords records,
      ObjectStore store,
      TransactionTemplate transaction) {
    this.entities = entities;
    this.rows = rows;
    this.records = records;
    this.store = store;
    this.transaction = transaction;
  }

  @Override
  public Optional<Artifact> find(String id) {
    return findRecorded(id).filter(artifact -> artifact.deletionId() == null);
  }

  @Override
  public Optional<Artifact> findRecorded(String id) {
    return Identifier.isPossible(id)
        ? transaction
            .execute(status -> rows.findById(id).map(ArtifactRow::toArtifact))
            .filter(RecordedArtifacts::isVisible)
        : Optional.empty();
  }

  @Override
  public Page<Artifact> list(@Nullable ArtifactKind kind, @Nullable String cursor, int limit) {
    Keyset keyset =
        new Keyset("artifact", cursor, limit)
            .without("deletion_id")
            .filter("kind", kind == null ? null : kind.name());
    return transaction.execute(
        status ->
            keyset
                .fetch(entities, ArtifactRow.class, ArtifactRow::place)
                .map(ArtifactRow::toArtifact));
  }

  @Override
  public List<Artifact> children(String id) {
    return Identifier.isPossible(id)
        ? transaction.execute(status -> artifacts(rows.findChildren(id)))
        : List.of();
  }

  @Override
  public List<Artifact> ofJob(String jobId) {
    return Identifier.isPossible(jobId)
        ? transaction.execute(
            status -> artifacts(rows.findByJobIdAndDeletionIdIsNullOrderByCreatedAtAscIdAsc(jobId)))
        : List.of();
  }

  @Override
  public Path open(Artifact artifact, String fileName) {
    return store.locate(artifact.file(fileName).sha256());
  }

  @Override
  public Optional<URI> address(Artifact artifact, String fileName) {
    ArtifactFile file = artifact.file(fileName);
    return store.presign(file.sha256(), fileName, file.mediaType());
  }

  @Override
  public ArtifactDraft draft(ArtifactKind kind) {
    return new StagedDraft(kind, store.stage());
  }

  @Override
  public Artifact record(ArtifactDraft draft) {
    try (draft;
        SealedDraft sealed = SealedDraft.of(draft)) {
      return transaction.execute(status -> records.record(sealed, null));
    }
  }

  private static boolean isVisible(Artifact artifact) {
    return Callers.current().sees(artifact.project());
  }

  private static List<Artifact> artifacts(List<ArtifactRow> rows) {
    return rows.stream().map(ArtifactRow::toArtifact).filter(RecordedArtifacts::isVisible).toList();
  }
}
