package org.p2f.representation.inference.web;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.p2f.representation.picture.InvalidPicture;

/** Names of tensors as they come in, each of which is one of some and comes once. */
final class TensorNames {
  private final String whose;
  private final List<String> known;
  private final Set<String> taken = new HashSet<>();

  /**
   * @param whose such as "a model takes"
   */
  TensorNames(String whose, List<String> known) {
    this.whose = whose;
    this.known = List.copyOf(known);
  }

  /**
   * @throws InvalidPicture if there is no such tensor, or it was taken already
   */
  void take(String name) throws InvalidPicture {
    if (!known.contains(name)) {
      throw new InvalidPicture(
          "has the name '%s'; %s %s".formatted(name, whose, String.join(" and ", known)));
    }
    if (!taken.add(name)) {
      throw new InvalidPicture("is a second '%s'".formatted(name));
    }
  }

  /** Those that were not taken. */
  List<String> missing() {
    return known.stream().filter(name -> !taken.contains(name)).toList();
  }
}
