package org.p2f.catalog.artifact;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.p2f.catalog.storage.SealedFile;
import org.p2f.catalog.storage.Staging;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A draft whose files lie in a staging of the object store. */
final class StagedDraft implements ArtifactDraft {
  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");

  private final ArtifactKind kind;
  private final Staging staging;
  private final Map<String, String> mediaTypes = new LinkedHashMap<>();
  private final Set<String> parents = new LinkedHashSet<>();
  private String name;
  private ObjectNode attributes = JsonNodeFactory.instance.objectNode();
  private ObjectNode provenance = JsonNodeFactory.instance.objectNode();

  StagedDraft(ArtifactKind kind, Staging staging) {
    this.kind = kind;
    this.staging = staging;
    this.name = kind.prefix();
  }

  @Override
  public ArtifactKind kind() {
    return kind;
  }

  String name() {
    return name;
  }

  ObjectNode attributes() {
    return attributes;
  }

  ObjectNode provenance() {
    return provenance;
  }

  Set<String> parents() {
    return parents;
  }

  /** Hashes all files and makes them durable. */
  List<Sealed> seal() {
    if (mediaTypes.isEmpty()) {
      throw new IllegalStateException("Draft '%s' has no file".formatted(name));
    }
    var sealed = new ArrayList<Sealed>();
    mediaTypes.forEach((file, type) -> sealed.add(new Sealed(file, type, staging.seal(file))));
    return sealed;
  }

  @Override
  public ArtifactDraft name(String name) {
    this.name = name;
    return this;
  }

  @Override
  public Path file(String fileName, String mediaType) {
    if (!FILE_NAME.matcher(fileName).matches()) {
      throw new IllegalArgumentException("Not a file name: '%s'".formatted(fileName));
    }
    if (mediaTypes.putIfAbsent(fileName, mediaType) != null) {
      throw new IllegalArgumentException("The draft has a file '%s'".formatted(fileName));
    }
    return staging.path(fileName);
  }

  @Override
  public ArtifactDraft attributes(JsonNode attributes) {
    this.attributes = object(attributes);
    return this;
  }

  @Override
  public ArtifactDraft provenance(JsonNode provenance) {
    this.provenance = object(provenance);
    return this;
  }

  @Override
  public ArtifactDraft parent(String artifactId) {
    parents.add(artifactId);
    return this;
  }

  @Override
  public void close() {
    staging.close();
  }

  private static ObjectNode object(JsonNode json) {
    if (json instanceof ObjectNode object) {
      return object.deepCopy();
    }
    throw new IllegalArgumentException("Need a JSON object, got " + json.getNodeType());
  }

  /** A file of the draft, complete and durable. */
  record Sealed(String name, String mediaType, SealedFile content) {
    ArtifactFile toFile() {
      return new ArtifactFile(name, mediaType, content.bytes(), content.sha256());
    }
  }
}
