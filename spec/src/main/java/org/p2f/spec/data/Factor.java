package org.p2f.spec.data;

import java.util.HashSet;
import java.util.List;

/**
 * Something about an image that has one of several values, such as its shape or its digit.
 *
 * @param classNames name of each value; a label is an index into it
 */
public record Factor(String name, List<String> classNames) {
  public Factor {
    classNames = List.copyOf(classNames);
    if (name.isBlank() || classNames.isEmpty()) {
      throw new IllegalArgumentException("Factor '%s' needs a name and a class".formatted(name));
    }
    if (new HashSet<>(classNames).size() < classNames.size()) {
      throw new IllegalArgumentException("Factor '%s' names a class twice".formatted(name));
    }
  }

  /** Number of values. */
  public int classes() {
    return classNames.size();
  }
}
