package org.p2f.numerics.encode;

import org.p2f.numerics.net.UNetOptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fields that specifications have gained since the first ones were written, with what those meant.
 */
final class OlderSpecs {

  private OlderSpecs() {}

  /**
   * @param spec of a model or a training run, completed in place
   */
  static JsonNode completed(JsonNode spec) {
    if (spec.path("encoder") instanceof ObjectNode encoder && !encoder.has("time")) {
      encoder.put("time", "given");
    }
    if (spec.path("scoreNetwork") instanceof ObjectNode network && !network.has("kind")) {
      network.set("options", SpecJson.tree(UNetOptions.published()));
    }
    if (spec.path("objective") instanceof ObjectNode objective && !objective.has("scoreTerm")) {
      objective
          .put("scoreTerm", true)
          .put("timeSteps", "continuous")
          .put("reduction", "sum")
          .put("reconstruction", "none")
          .put("reconstructionWeight", 0)
          .put("mixup", false);
    }
    return spec;
  }
}
