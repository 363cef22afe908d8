package org.p2f.catalog.persistence;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.TreeMap;
import org.p2f.catalog.storage.Digests;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Digests of JSON that do not depend on the order of the fields. */
public final class CanonicalJson {
  private CanonicalJson() {}

  /** Lower-case hexadecimal SHA-256 of the document with all fields sorted by name. */
  public static String sha256(JsonNode json) {
    byte[] text = sorted(json).toString().getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(Digests.sha256().digest(text));
  }

  private static JsonNode sorted(JsonNode json) {
    return switch (json) {
      case ObjectNode object -> {
        var fields = new TreeMap<String, JsonNode>();
        object.properties().forEach(e -> fields.put(e.getKey(), sorted(e.getValue())));
        ObjectNode sorted = JsonNodeFactory.instance.objectNode();
        fields.forEach(sorted::set);
        yield sorted;
      }
      case ArrayNode array -> {
        ArrayNode sorted = JsonNodeFactory.instance.arrayNode();
        array.forEach(element -> sorted.add(sorted(element)));
        yield sorted;
      }
      default -> json;
    };
  }
}
