package org.p2f.kit.plan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.problem.InvalidField;

/** Gathers what is wrong with a plan, so that all of it is told at once. */
public final class Violations {
  /** Of what a plan makes. */
  public static final int LONGEST_NAME = 120;

  private final List<InvalidField> found = new ArrayList<>();

  /**
   * Notes a violation unless the condition holds; a condition on NaN is to be false.
   *
   * @param field such as {@code uploadIds[0]}
   * @param message what is wrong, without the field's name
   */
  public Violations require(boolean holds, String field, String message) {
    if (!holds) {
      found.add(new InvalidField(field, message));
    }
    return this;
  }

  /**
   * Notes a contradiction of two fields, at both, unless the condition holds.
   *
   * @param other the second field
   * @param message why they do not go together
   */
  public Violations require(boolean holds, String field, String other, String message) {
    return require(holds, field, "%s (see %s)".formatted(message, other))
        .require(holds, other, "%s (see %s)".formatted(message, field));
  }

  /** Notes a contradiction of two fields, at both, where the condition holds. */
  public Violations exclude(boolean contradict, String field, String other, String message) {
    return require(!contradict, field, other, message);
  }

  /**
   * Notes a name that is blank or too long.
   *
   * @param name null where the caller gives none
   */
  public Violations requireName(@Nullable String name, int longest) {
    return require(
        name == null || (!name.isBlank() && name.length() <= longest),
        "name",
        "must have 1 to %d characters".formatted(longest));
  }

  /**
   * @throws InvalidPlan if anything was wrong
   */
  public void refuse() {
    if (!found.isEmpty()) {
      throw new InvalidPlan(found);
    }
  }
}
