package org.p2f.catalog.artifact;

import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/**
 * An artifact in the making: files under temporary names, no row yet. Closing a draft that was not
 * recorded removes its files.
 */
public interface ArtifactDraft extends AutoCloseable {

  ArtifactKind kind();

  ArtifactDraft name(String name);

  /**
   * Adds a file and returns the path to write its content to. The file is hashed and fsynced when
   * the draft is recorded.
   */
  Path file(String name, String mediaType);

  /**
   * @param attributes JSON object describing the content
   */
  ArtifactDraft attributes(JsonNode attributes);

  /**
   * @param provenance JSON object: how it was made; code version, JDK and job are added by the
   *     catalog
   */
  ArtifactDraft provenance(JsonNode provenance);

  ArtifactDraft parent(String artifactId);

  @Override
  void close();
}
