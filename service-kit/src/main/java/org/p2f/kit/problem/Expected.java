package org.p2f.kit.problem;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.json.Kebab;
import org.springframework.util.ClassUtils;

/** What a value must be, told to a caller who knows JSON but not our classes. */
final class Expected {
  private Expected() {}

  static String of(@Nullable Class<?> type) {
    if (type == null) {
      return "is of the wrong type";
    }
    Class<?> boxed = ClassUtils.resolvePrimitiveIfNecessary(type);
    if (Enum.class.isAssignableFrom(boxed)) {
      return "must be one of: "
          + Arrays.stream(boxed.getEnumConstants())
              .map(constant -> Kebab.of((Enum<?>) constant))
              .collect(Collectors.joining(", "));
    }
    return "must be " + word(boxed);
  }

  private static String word(Class<?> boxed) {
    if (boxed == Integer.class || boxed == Long.class) {
      return "an integer of %d bits".formatted(boxed == Integer.class ? 32 : 64);
    } else if (Number.class.isAssignableFrom(boxed)) {
      return "a finite number";
    } else if (boxed == Boolean.class) {
      return "true or false";
    } else if (CharSequence.class.isAssignableFrom(boxed)) {
      return "a string";
    } else if (Temporal.class.isAssignableFrom(boxed) || boxed == Duration.class) {
      return "an ISO-8601 time";
    } else if (boxed == byte[].class) {
      return "base64 text";
    } else if (boxed.isArray() || Collection.class.isAssignableFrom(boxed)) {
      return "an array";
    } else if (boxed.isRecord()) {
      return "an object with " + fields(boxed);
    } else if (Map.class.isAssignableFrom(boxed)) {
      return "an object";
    }
    return "of another type";
  }

  /** Such as {@code name, count (optional: colour)}. */
  private static String fields(Class<?> type) {
    Map<Boolean, List<String>> fields =
        Arrays.stream(type.getRecordComponents())
            .collect(
                Collectors.partitioningBy(
                    component -> component.getAnnotatedType().isAnnotationPresent(Nullable.class),
                    Collectors.mapping(RecordComponent::getName, Collectors.toList())));
    String required = String.join(", ", fields.getOrDefault(false, List.of()));
    String optional = String.join(", ", fields.getOrDefault(true, List.of()));
    if (optional.isEmpty()) {
      return required;
    }
    return (required.isEmpty() ? "" : required + " ") + "(optional: %s)".formatted(optional);
  }
}
