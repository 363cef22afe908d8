package org.p2f.representation.inference.web;

import java.util.List;
import org.p2f.representation.model.web.InvalidFields;

/** Names of the parameters that requests, inputs and outputs of the protocol may have here. */
final class InferenceParameters {
  static final String WEIGHTS = "weights";
  static final String INTERPOLATION_GRID = "interpolation_grid";
  static final String BINARY_DATA_OUTPUT = "binary_data_output";
  static final String BINARY_DATA_SIZE = "binary_data_size";
  static final String BINARY_DATA = "binary_data";

  private InferenceParameters() {}

  /**
   * Those that are not known are told: what they ask for would not be done.
   *
   * @param field whose parameters they are, such as {@code inputs[0].}; empty for the request's
   */
  static void requireKnown(
      String field, Iterable<String> names, List<String> known, InvalidFields invalid) {
    for (String name : names) {
      if (!known.contains(name)) {
        invalid.add(
            "%sparameters.%s".formatted(field, name),
            known.isEmpty()
                ? "is not known here"
                : "is not known here; known are " + String.join(", ", known));
      }
    }
  }
}
