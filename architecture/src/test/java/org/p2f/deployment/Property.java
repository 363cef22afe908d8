package org.p2f.deployment;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.Field;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A property of an API type, by its JSON name. */
record Property(@Nullable Object value) {

  static Optional<Property> of(Object owner, String jsonName) {
    for (Class<?> type = owner.getClass(); type != null; type = type.getSuperclass()) {
      for (var field : type.getDeclaredFields()) {
        var annotation = field.getAnnotation(JsonProperty.class);
        if (annotation != null && annotation.value().equals(jsonName)) {
          return Optional.of(new Property(read(owner, field)));
        }
      }
    }
    return Optional.empty();
  }

  private static @Nullable Object read(Object owner, Field field) {
    try {
      field.setAccessible(true);
      return field.get(owner);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e); // just made accessible
    }
  }
}
