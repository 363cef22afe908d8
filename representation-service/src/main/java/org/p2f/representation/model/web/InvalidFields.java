package org.p2f.representation.model.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.p2f.kit.problem.InvalidField;
import org.p2f.kit.problem.Refusal;
import org.p2f.kit.problem.Refused;
import org.p2f.representation.model.ModelCard;
import org.p2f.spec.network.Weights;

/** What is wrong with a request, collected so that all of it can be told at once. */
public final class InvalidFields {
  private final List<InvalidField> fields = new ArrayList<>();
  private String name = "";

  public void add(String field, String message) {
    fields.add(new InvalidField(field, message));
  }

  /** Whether nothing is wrong so far. */
  public boolean isEmpty() {
    return fields.isEmpty();
  }

  /**
   * A field that names what is not there. If nothing else is wrong, the problem is of that type.
   */
  public void addUnknown(String problem, String field, String message) {
    name = problem;
    add(field, message);
  }

  public void requireWeights(ModelCard model, Weights weights) {
    if (!model.weights().contains(weights)) {
      add("weights", "must be raw: the model holds no averaged weights");
    }
  }

  /**
   * @throws Refused if there is anything
   */
  public void refuse() {
    if (fields.size() == 1 && !name.isEmpty()) {
      InvalidField only = fields.getFirst();
      throw new Refused(
          new Refusal(
              name, 422, "%s: %s".formatted(only.field(), only.message()), fields, Map.of()));
    }
    if (!fields.isEmpty()) {
      throw Refused.fields(fields);
    }
  }
}
