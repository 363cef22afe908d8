package org.p2f.kit.json;

import java.util.Arrays;
import org.springframework.core.convert.converter.Converter;
import org.springframework.core.convert.converter.ConverterFactory;

/**
 * Reads enums in query and path as {@link Kebab} spells them. Spring tries the constants' own names
 * after it; nothing else is taken.
 */
final class KebabParameters implements ConverterFactory<String, Enum<?>> {

  @Override
  public <T extends Enum<?>> Converter<String, T> getConverter(Class<T> type) {
    return text ->
        Arrays.stream(type.getEnumConstants())
            .filter(constant -> Kebab.of(constant).equals(text))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("No such constant: " + text));
  }
}
