package org.p2f.kit.plan;

import java.util.List;
import java.util.stream.Collectors;
import org.p2f.kit.problem.InvalidField;

/**
 * A plan that cannot be carried out, with everything that is wrong with it; thrown while a request
 * is read, it answers 422 naming every field.
 */
public final class InvalidPlan extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient List<InvalidField> fields;

  public InvalidPlan(List<InvalidField> fields) {
    super(
        fields.stream().map(f -> f.field() + ": " + f.message()).collect(Collectors.joining("; ")));
    this.fields = List.copyOf(fields);
  }

  public List<InvalidField> fields() {
    return fields;
  }
}
