package org.p2f.catalog.artifact;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.annotations.BatchSize;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.persistence.Cursor;
import org.p2f.catalog.persistence.JsonText;
import tools.jackson.databind.JsonNode;

@Entity
@Table(name = "artifact")
class ArtifactRow {
  @Id private String id;

  @Enumerated(EnumType.STRING)
  private ArtifactKind kind;

  private String name;
  private String digest;

  @Convert(converter = JsonText.class)
  private JsonNode attributes;

  @Convert(converter = JsonText.class)
  private JsonNode provenance;

  private @Nullable String jobId;
  private @Nullable String owner;
  private String project;
  private Instant createdAt;
  private @Nullable String deletionId;

  @ElementCollection
  @CollectionTable(name = "artifact_file", joinColumns = @JoinColumn(name = "artifact_id"))
  @OrderColumn(name = "ordinal")
  @BatchSize(size = 100)
  private List<ArtifactFileRow> files = new ArrayList<>();

  @ElementCollection
  @CollectionTable(name = "artifact_parent", joinColumns = @JoinColumn(name = "artifact_id"))
  @OrderColumn(name = "ordinal")
  @Column(name = "parent_id")
  @BatchSize(size = 100)
  private List<String> parents = new ArrayList<>();

  @SuppressWarnings("NullAway.Init") // Hibernate fills the fields
  protected ArtifactRow() {}

  ArtifactRow(Artifact artifact) {
    id = artifact.id();
    kind = artifact.kind();
    name = artifact.name();
    digest = artifact.digest();
    attributes = artifact.attributes();
    provenance = artifact.provenance();
    jobId = artifact.jobId();
    owner = artifact.owner();
    project = artifact.project();
    createdAt = artifact.createdAt();
    artifact.files().stream().map(ArtifactFileRow::new).forEach(files::add);
    parents.addAll(artifact.parents());
  }

  Cursor place() {
    return new Cursor(createdAt, id);
  }

  Artifact toArtifact() {
    return new Artifact(
        id,
        kind,
        name,
        digest,
        files.stream().map(ArtifactFileRow::toFile).toList(),
        attributes,
        provenance,
        jobId,
        List.copyOf(parents),
        owner,
        project,
        createdAt,
        deletionId);
  }
}
