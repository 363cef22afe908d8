package org.p2f.catalog.persistence;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON in a text column: reads back as it was written, order of the fields included. */
@Converter
public class JsonText implements AttributeConverter<JsonNode, String> {

  @Override
  public @Nullable String convertToDatabaseColumn(@Nullable JsonNode json) {
    return json == null ? null : json.toString();
  }

  @Override
  public @Nullable JsonNode convertToEntityAttribute(@Nullable String text) {
    return text == null ? null : JsonMapper.shared().readTree(text);
  }
}
