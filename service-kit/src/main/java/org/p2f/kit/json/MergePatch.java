package org.p2f.kit.json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON merge patches, RFC 7396. */
public final class MergePatch {
  private MergePatch() {}

  /** Returns the patched document; the two given ones stay as they are. */
  public static JsonNode apply(JsonNode target, JsonNode patch) {
    if (!patch.isObject()) {
      return patch.deepCopy();
    }
    ObjectNode patched =
        target.isObject() ? target.deepCopy().asObject() : JsonNodeFactory.instance.objectNode();
    for (var change : patch.properties()) {
      if (change.getValue().isNull()) {
        patched.remove(change.getKey());
      } else {
        patched.set(change.getKey(), apply(patched.path(change.getKey()), change.getValue()));
      }
    }
    return patched;
  }
}
