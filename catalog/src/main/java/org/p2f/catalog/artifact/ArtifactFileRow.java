package org.p2f.catalog.artifact;

import jakarta.persistence.Embeddable;

@Embeddable
record ArtifactFileRow(String name, String mediaType, long bytes, String sha256) {
  ArtifactFileRow(ArtifactFile file) {
    this(file.name(), file.mediaType(), file.bytes(), file.sha256());
  }

  ArtifactFile toFile() {
    return new ArtifactFile(name, mediaType, bytes, sha256);
  }
}
