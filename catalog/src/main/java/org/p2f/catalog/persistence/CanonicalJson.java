package org.p2f.catalog.persistence;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;
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
    return HexFormat.of().formatHex(sha256().digest(text));
  }

  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
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
