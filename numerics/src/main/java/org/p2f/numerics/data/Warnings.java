package org.p2f.numerics.data;

import java.util.Collection;
import java.util.List;

/** What the owner of a data set should know, in words. */
final class Warnings {
  private static final int MOST_NAMED = 3;

  private Warnings() {}

  /**
   * A sentence about files.
   *
   * @param what follows "n files are"
   * @return nothing if there are none
   */
  static List<String> ofFiles(String what, Collection<String> names) {
    if (names.isEmpty()) {
      return List.of();
    }
    String some = String.join(", ", names.stream().limit(MOST_NAMED).toList());
    return List.of(
        "%d files are %s: %s%s"
            .formatted(names.size(), what, some, names.size() > MOST_NAMED ? ", …" : ""));
  }
}
