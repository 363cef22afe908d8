package org.p2f.kit.problem;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what came as part of a request, refusing it as the whole of a body would be. */
public final class ReadJson {
  private ReadJson() {}

  /**
   * @throws Refused if it is not what is asked for, naming the field
   */
  public static <T> T as(Class<T> type, JsonNode content, JsonMapper json) {
    if (content.isNull()) { // which Jackson reads as nothing, whatever is asked for
      throw Refused.field("", Expected.of(type));
    }
    try {
      return json.treeToValue(content, type);
    } catch (JacksonException e) {
      throw UnreadableJson.asRefusal(e).map(Refused::new).orElseThrow(() -> e);
    }
  }
}
