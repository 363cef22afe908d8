package org.p2f.representation.inference.web;

import java.util.List;
import org.p2f.representation.model.web.InvalidFields;
import org.p2f.representation.picture.InvalidPicture;

/** The outputs that a request names, of the one that there is. It is told also if none is named. */
final class InferenceOutputs {
  private final TensorNames names =
      new TensorNames("a model gives", List.of(InferenceAnswer.CODES));
  private final InvalidFields invalid;
  private int taken;

  InferenceOutputs(InvalidFields invalid) {
    this.invalid = invalid;
  }

  /**
   * Takes the next one in; what is wrong with it goes to the invalid fields.
   *
   * @param parameters names of those that it has
   * @param known names of those that it may have
   */
  void take(String name, Iterable<String> parameters, List<String> known) {
    String field = "outputs[%d]".formatted(taken++);
    try {
      names.take(name);
    } catch (InvalidPicture e) {
      invalid.add(field, String.valueOf(e.getMessage()));
    }
    InferenceParameters.requireKnown(field + ".", parameters, known, invalid);
  }
}
