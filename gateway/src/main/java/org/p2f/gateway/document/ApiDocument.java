package org.p2f.gateway.document;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.p2f.gateway.problem.Refusal;
import org.p2f.gateway.problem.Refused;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One OpenAPI document made of several. What two services both describe must be the same in both
 * and appears once; a difference is an error, for a reader could be right about one service only.
 * Sorted, so that equal services give equal bytes.
 */
public final class ApiDocument {

  private static final String DESCRIPTION =
      "Points to Functions: trains diffusion-based representation encoders, serves their encodings"
          + " E(x, t) for any image and time, and measures what each time is good for.";

  private final JsonNodeFactory json = JsonNodeFactory.instance;
  private final Map<String, Part> paths = new TreeMap<>();
  private final Map<String, Map<String, Part>> components = new TreeMap<>();
  private final Map<String, Part> tags = new TreeMap<>();
  private final Map<String, Part> operations = new TreeMap<>();
  private @Nullable Part version;
  private @Nullable Part apiVersion;
  private @Nullable Part security;

  /** A piece of the document and the service that said it. */
  private record Part(String service, JsonNode content) {}

  /**
   * @param documents by the service's name
   * @throws Refused if two services contradict each other
   */
  public static ObjectNode merge(Map<String, JsonNode> documents) {
    var merged = new ApiDocument();
    new TreeMap<>(documents).forEach(merged::add);
    return merged.toJson();
  }

  private void add(String service, JsonNode document) {
    version = agreed("openapi", version, new Part(service, document.path("openapi")));
    apiVersion =
        agreed("info.version", apiVersion, new Part(service, document.at("/info/version")));
    security = agreed("security", security, new Part(service, document.path("security")));
    document.path("paths").forEachEntry((path, item) -> addPath(service, path, item));
    document
        .path("components")
        .forEachEntry(
            (section, named) -> {
              var known = components.computeIfAbsent(section, _ -> new TreeMap<>());
              named.forEachEntry(
                  (name, content) ->
                      put(known, "components." + section, name, new Part(service, content)));
            });
    document
        .path("tags")
        .forEach(tag -> put(tags, "tags", tag.path("name").asString(), new Part(service, tag)));
  }

  private void addPath(String service, String path, JsonNode item) {
    put(paths, "paths", path, new Part(service, item));
    item.forEachEntry(
        (method, operation) -> {
          if (operation.has("operationId")) {
            var id = operation.path("operationId").asString();
            var place = json.stringNode(method + " " + path);
            put(operations, "operationId", id, new Part(service, place));
          }
        });
  }

  private static void put(Map<String, Part> known, String section, String name, Part part) {
    known.put(name, agreed(section + "." + name, known.get(name), part));
  }

  private static Part agreed(String what, @Nullable Part known, Part part) {
    if (known != null && !known.content().equals(part.content())) {
      throw new Refused(
          new Refusal.ConflictingDocuments(
              "The %s and the %s service describe %s differently"
                  .formatted(known.service(), part.service(), what)));
    }
    return known == null ? part : known;
  }

  private ObjectNode toJson() {
    var document = json.objectNode();
    document.set("openapi", content(version));
    document
        .putObject("info")
        .put("title", "P2F")
        .put("description", DESCRIPTION)
        .set("version", content(apiVersion));
    document.putArray("servers").addObject().put("url", "/");
    if (!content(security).isMissingNode()) {
      document.set("security", content(security));
    }
    var listed = document.putArray("tags");
    tags.values().forEach(tag -> listed.add(tag.content()));
    write(paths, document.putObject("paths"));
    var sections = document.putObject("components");
    components.forEach((section, named) -> write(named, sections.putObject(section)));
    return document;
  }

  private static void write(Map<String, Part> parts, ObjectNode into) {
    parts.forEach((name, part) -> into.set(name, part.content()));
  }

  private static JsonNode content(@Nullable Part part) {
    return part == null ? JsonNodeFactory.instance.missingNode() : part.content();
  }
}
