package org.p2f.numerics.encode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Specifications as JSON: fields in the order of the records, enums in kebab case, unknown, missing
 * and null fields refused.
 */
public final class SpecJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enumNamingStrategy(EnumNamingStrategies.KEBAB_CASE)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private SpecJson() {}

  public static String text(Object spec) {
    return MAPPER.writeValueAsString(spec);
  }

  public static JsonNode tree(Object spec) {
    return MAPPER.valueToTree(spec);
  }

  /**
   * @throws IllegalArgumentException if the text is no such specification
   */
  public static <T> T parse(String text, Class<T> type) {
    try {
      return MAPPER.readValue(text, type);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "No %s: %s".formatted(type.getSimpleName(), e.getOriginalMessage()), e);
    }
  }

  /**
   * @throws IOException if the file cannot be read or is no such specification
   */
  public static <T> T read(Path file, Class<T> type) throws IOException {
    try {
      return parse(Files.readString(file), type);
    } catch (IllegalArgumentException e) {
      throw new IOException("%s: %s".formatted(file.getFileName(), e.getMessage()), e);
    }
  }

  public static void write(Path file, Object spec) throws IOException {
    Files.writeString(file, text(spec) + "\n");
  }
}
