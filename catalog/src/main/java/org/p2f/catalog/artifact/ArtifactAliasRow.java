package org.p2f.catalog.artifact;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

@Entity
@Table(name = "artifact_alias")
class ArtifactAliasRow {
  @EmbeddedId private Key key;

  private String artifactId;

  @SuppressWarnings("NullAway.Init") // Hibernate fills the fields
  protected ArtifactAliasRow() {}

  String alias() {
    return key.alias();
  }

  String artifactId() {
    return artifactId;
  }

  @Embeddable
  record Key(String kind, String alias, String project) {}
}
