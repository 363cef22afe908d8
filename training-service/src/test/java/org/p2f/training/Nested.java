package org.p2f.training;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests written by the paths of their fields. */
final class Nested {
  private Nested() {}

  /**
   * Objects within objects.
   *
   * @param paths such as {@code probe.everySteps}
   */
  static Map<String, Object> of(Map<String, ?> paths) {
    Map<String, Object> nested = new HashMap<>();
    paths.forEach((path, value) -> put(nested, path, value));
    return nested;
  }

  @SuppressWarnings("unchecked") // those that are maps were put here
  private static void put(Map<String, Object> object, String path, @Nullable Object value) {
    int dot = path.indexOf('.');
    if (dot < 0) {
      object.put(path, value);
    } else {
      var inner =
          (Map<String, Object>)
              object.computeIfAbsent(path.substring(0, dot), name -> new HashMap<>());
      put(inner, path.substring(dot + 1), value);
    }
  }
}
